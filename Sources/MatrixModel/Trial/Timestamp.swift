package import FoundationEssentials

/// A moment to the second, written as ISO 8601 in UTC.
package struct Timestamp: Hashable, Sendable, Codable, CustomStringConvertible {
    package var secondsSince1970: Double

    package init(secondsSince1970: Double) { self.secondsSince1970 = secondsSince1970.rounded(.down) }

    package init(_ date: Date) { self.init(secondsSince1970: date.timeIntervalSince1970) }

    /// `2026-11-22T22:00:27Z`.
    package var description: String { Date(timeIntervalSince1970: secondsSince1970).formatted(.iso8601) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self.init(try Date(text, strategy: .iso8601))
    }
}
