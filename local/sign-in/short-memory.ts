type Entry = { payload: Record<string, unknown>; expiresAt: number };

/** What a sign-in needs to remember while it lasts. Nothing outlives the process: access tokens are checked by their signature alone. */
export class ShortMemory {
  private static readonly entries = new Map<string, Entry>();
  private readonly kind: string;

  constructor(kind: string) {
    this.kind = kind;
  }

  async upsert(id: string, payload: Record<string, unknown>, expiresIn: number): Promise<void> {
    const now = Date.now();
    for (const [key, { expiresAt }] of ShortMemory.entries) if (expiresAt < now) ShortMemory.entries.delete(key);
    ShortMemory.entries.set(this.key(id), { payload, expiresAt: now + expiresIn * 1000 });
  }

  async find(id: string): Promise<Record<string, unknown> | undefined> {
    return ShortMemory.entries.get(this.key(id))?.payload;
  }

  async findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return [...ShortMemory.entries.values()].find(({ payload }) => payload.uid === uid)?.payload;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = ShortMemory.entries.get(this.key(id));
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    ShortMemory.entries.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of ShortMemory.entries) if (payload.grantId === grantId) ShortMemory.entries.delete(key);
  }

  private key(id: string): string {
    return `${this.kind}:${id}`;
  }
}
