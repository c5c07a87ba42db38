/** A project as a holder would declare it. */
export const projectDeclared = {
  id: "nurse-led-2026",
  title: "Does nurse-led social prescribing work?",
  purpose: "To estimate the difference between nurse and other referrals in depression at follow-up.",
  recipient: { organisation: "University of Example", responsible: "Professor A. Example" },
  approvals: [{ body: "Research ethics committee", reference: "26/NW/0123", until: "2027-12-31" }],
  evaluationSha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  destroyBy: "2028-12-31",
};
