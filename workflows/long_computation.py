# ---
# title: A long computation
# summary: Count primes for a few seconds and print the progress. Press Stop at any time.
# tags: computation, progress
# tools:
# ---
import time

LIMIT = 10_000_000
BLOCK = 250_000


def primes_in(start, end, known):
    """Count the primes from start up to, but not including, end. known has those up to the root of end."""
    is_prime = bytearray([1]) * (end - start)
    for prime in known:
        if prime * prime >= end:
            break
        first = max(prime * prime, -(-start // prime) * prime)
        for multiple in range(first, end, prime):
            is_prime[multiple - start] = 0
    return sum(is_prime)


root = int(LIMIT**0.5) + 1
known = [n for n in range(2, root) if all(n % d for d in range(2, int(n**0.5) + 1))]

started = time.monotonic()
count = 0
for start in range(0, LIMIT, BLOCK):
    # 0 and 1 are not primes.
    count += primes_in(max(start, 2), start + BLOCK, known)
    done = (start + BLOCK) / LIMIT
    print(f"{done:4.0%}  {count:>8,} primes below {start + BLOCK:,}  ({time.monotonic() - started:.1f} s)")

{"limit": LIMIT, "primes": count, "seconds": round(time.monotonic() - started, 2)}
