import ssh2 from 'ssh2'

/** How a key is locked. */
type Lock = { passphrase: string; cipher: string; rounds: number }

/**
 * A new Ed25519 key for tests. ssh2 (1.17) writes about one in 256 so that nobody can read it, itself included: another is made
 * then. Not imported by the product.
 */
export function newTestKey(lock?: Lock): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', lock)
    if (!(ssh2.utils.parseKey(pair.private, lock?.passphrase) instanceof Error)) return pair
  }
}
