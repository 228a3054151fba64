// Chance that is the same on every machine.

/** Numbers from 0 to 1, the same for a seed (Marsaglia 2003). */
export function dice(seed) {
  let at = seed;
  return () => {
    at ^= at << 13;
    at ^= at >>> 17;
    at ^= at << 5;
    return (at >>> 0) / 4294967296;
  };
}
