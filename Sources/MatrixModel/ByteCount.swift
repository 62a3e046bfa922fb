/// A number of bytes.
package struct ByteCount: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package var bytes: Int64

    package init(_ bytes: some BinaryInteger) { self.bytes = Int64(bytes) }

    package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(count << 20) }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    /// For people: `812 B`, `22.9 MB` (decimal units, as curl and `du --si` print them).
    package var description: String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 || unit == "GB" {
                return unit == "B" ? "\(bytes) B" : "\((value * 10).rounded() / 10) \(unit)"
            }
            value /= 1000
        }
        return "\(bytes) B"
    }
}
