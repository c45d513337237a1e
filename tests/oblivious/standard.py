"""RFC 9497 (ristretto255-SHA512) and RFC 9496 as they are written, slow and for tests alone.

An opinion apart from the wheel's: it verifies proofs, and finalises under a given blind.
"""

from hashlib import sha512

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
GENERATOR = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
IDENTITY = (0, 1, 1, 0)


def absolute(number):
    return -number % P if number % P & 1 else number % P


def root_of_ratio(u, v):
    """RFC 9496, section 4.2: SQRT_RATIO_M1."""
    root = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * root * root % P
    if check in {-u % P, -u * SQRT_M1 % P}:
        root = root * SQRT_M1 % P
    return check in {u % P, -u % P}, absolute(root)


INVSQRT_A_MINUS_D = root_of_ratio(1, (-1 - D) % P)[1]


def decoded(element):
    """RFC 9496, section 4.3.1."""
    s = int.from_bytes(element, "little")
    if len(element) != 32 or s >= P or s & 1:
        raise ValueError(element)
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    was_square, inverse = root_of_ratio(1, v * u2 * u2 % P)
    x = absolute(2 * s * inverse * u2)
    y = u1 * inverse * inverse * u2 * v % P
    if not was_square or x * y % P & 1 or y == 0:
        raise ValueError(element)
    return x, y, 1, x * y % P


def encoded(point):
    """RFC 9496, section 4.3.2."""
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    _, inverse = root_of_ratio(1, u1 * u2 * u2 % P)
    first, second = inverse * u1 % P, inverse * u2 % P
    z_inverse = first * second * t % P
    if t * z_inverse % P & 1:
        x, y, second = y * SQRT_M1 % P, x * SQRT_M1 % P, first * INVSQRT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = -y % P
    return absolute(second * (z - y)).to_bytes(32, "little")


def added(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    c, d = 2 * D * t1 * t2, 2 * z1 * z2
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    total = IDENTITY
    for bit in f"{scalar % ORDER:b}":
        total = added(total, total)
        if bit == "1":
            total = added(total, point)
    return total


def measured(*parts):
    return b"".join(len(part).to_bytes(2) + part for part in parts)


def context(mode):
    return b"OPRFV1-" + bytes([mode]) + b"-ristretto255-SHA512"


def scalar_of(data):
    return int.from_bytes(data, "little")


def hashed_to_scalar(message, mode):
    """RFC 9497, section 4.1, by expand_message_xmd of RFC 9380, section 5.3.1."""
    tag = b"HashToScalar-" + context(mode)
    tag += bytes([len(tag)])
    first = sha512(bytes(128) + message + b"\x00\x40\x00" + tag).digest()
    return scalar_of(sha512(first + b"\x01" + tag).digest()) % ORDER


def proof_holds(public_key, blinded, evaluated, proof):
    """RFC 9497, sections 2.2.1 and 2.2.2, in mode VOPRF."""
    seed = sha512(measured(public_key, b"Seed-" + context(1))).digest()
    m = z = IDENTITY
    for index, (asked, answered) in enumerate(zip(blinded, evaluated, strict=True)):
        transcript = measured(seed) + index.to_bytes(2) + measured(asked, answered) + b"Composite"
        weight = hashed_to_scalar(transcript, mode=1)
        m = added(m, times(weight, decoded(asked)))
        z = added(z, times(weight, decoded(answered)))
    c, s = scalar_of(proof[:32]), scalar_of(proof[32:])
    t2 = added(times(s, decoded(GENERATOR)), times(c, decoded(public_key)))
    t3 = added(times(s, m), times(c, z))
    transcript = measured(public_key, *map(encoded, (m, z, t2, t3))) + b"Challenge"
    return hashed_to_scalar(transcript, mode=1) == c


def evaluated_with(secret_key, blinded):
    return encoded(times(scalar_of(secret_key), decoded(blinded)))


def finalised(data, blind, evaluated):
    """RFC 9497, section 3.3.1: Finalize."""
    unblinded = encoded(times(pow(scalar_of(blind), -1, ORDER), decoded(evaluated)))
    return sha512(measured(data, unblinded) + b"Finalize").digest()
