/** A submission that is taken as it stands: what the description shows. */
export const submissionExample = {
  submissionId: "2026-11-22-0001",
  events: [
    {
      type: "referral.recorded",
      eventId: "r1",
      practice: "A81001",
      referralId: "R1029",
      patient: { localId: "N0042" },
      referredOn: "2026-03-02",
      referrerRole: "nurse",
      activity: "gardening",
    },
    {
      type: "survey.completed",
      eventId: "s1",
      practice: "A81001",
      referralId: "R1029",
      instrument: "phq-9",
      completedOn: "2026-03-04",
      items: [1, 2, 1, 2, 1, 1, 2, 1, 0],
    },
    { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "s1", reason: "entered in error" },
  ],
};
