/// How many clients there are and were.
struct ConnectionCounts {
    private(set) var current: Int32 = 0
    private(set) var peak: Int32 = 0
    private(set) var total: Int64 = 0

    /// Returns a number for the connection.
    mutating func opened() -> Int32 {
        current += 1
        total += 1
        peak = max(peak, current)
        return Int32(truncatingIfNeeded: total)
    }

    mutating func closed() { current -= 1 }
}
