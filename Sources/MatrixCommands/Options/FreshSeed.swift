/// A seed for a load that was given none; small enough for those who read JSON numbers as doubles.
@Sendable func freshSeed() -> UInt64 { .random(in: 0...0xFFFF_FFFF) }
