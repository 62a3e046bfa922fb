/// One combination under test: a cell that is served, the MongoDB servers behind it, and the driver.
package struct TrialCell: Hashable, Sendable, CustomStringConvertible {
    package var served: Cell
    package var topology: Topology
    /// The driver's name and version, such as `pymongo-4.20.0`; made of letters, digits, `.`, `-` and `_`.
    package var driver: String

    package init(served: Cell, topology: Topology, driver: String) {
        self.served = served
        self.topology = topology
        self.driver = driver
    }

    /// The cell's name, usable as a file name: `3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0`.
    package var description: String { "\(served)+\(topology)+\(driver)" }

    /// What stands in the driver's place for an application without one.
    package static let noDriver = "no-driver"

    /// Reads a name as `description` writes it; what is left out at its end is the default.
    ///
    /// Nil for anything else, a driver that could not be a file name included.
    package init?(_ text: String, defaultTopology: Topology, defaultDriver: String) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 6, let served = Cell(parts.prefix(4).joined(separator: "+")),
            let topology = parts.count > 4 ? Topology(parts[4]) : defaultTopology
        else { return nil }
        let driver = parts.count > 5 ? parts[5] : defaultDriver
        guard Self.isDriver(driver) else { return nil }
        self.init(served: served, topology: topology, driver: driver)
    }

    static func isDriver(_ text: String) -> Bool {
        text.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
    }
}

extension TrialCell: Codable {
    /// Its name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard name.count(where: { $0 == "+" }) == 5, let cell = TrialCell(name) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(name)` is not a cell's whole name")
        }
        self = cell
    }

    /// Only for whole names.
    private init?(_ name: String) { self.init(name, defaultTopology: .standalone, defaultDriver: "") }
}
