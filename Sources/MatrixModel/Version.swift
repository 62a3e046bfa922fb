/// A release number such as `3.13.5` or `4.9.4`: dotted decimal numbers, at least one.
///
/// Compared number by number; a missing number counts as zero, so `3.13` equals neither more nor less than `3.13.0`.
package struct Version: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The numbers as written, most significant first.
    package let numbers: [Int]

    /// Reads dotted decimal text; nil for anything else (an empty part, a sign, a letter).
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
        }
        guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
        self.numbers = numbers
    }

    /// The first two numbers, which name a CPython series: `3.13` of `3.13.5`.
    package var series: String { numbers.prefix(2).map(String.init).joined(separator: ".") }

    package var description: String { numbers.map(String.init).joined(separator: ".") }

    /// Whether `self` is what `prefix` stands for: equal, or more exact (`3.13.5` for `3.13`).
    package func hasPrefix(_ prefix: Version) -> Bool { numbers.starts(with: prefix.numbers) }

    package static func < (left: Version, right: Version) -> Bool {
        for index in 0..<max(left.numbers.count, right.numbers.count) {
            let (a, b) = (left.number(index), right.number(index))
            if a != b { return a < b }
        }
        return false
    }

    package static func == (left: Version, right: Version) -> Bool { !(left < right) && !(right < left) }

    package func hash(into hasher: inout Hasher) {
        // Zeros at the end make no other version. Plans ask often, so nothing is copied here.
        var count = numbers.count
        while count > 0, numbers[count - 1] == 0 { count -= 1 }
        hasher.combine(count)
        for index in 0..<count { hasher.combine(numbers[index]) }
    }

    private func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
}
