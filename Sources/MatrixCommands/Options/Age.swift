import ArgumentParser
import MatrixModel

/// How long, or how long ago: `10s`, `90m`, `12h`, `30d`, `8w`.
struct Age: ExpressibleByArgument {
    let duration: Duration

    init(seconds: Int) { duration = .seconds(seconds) }

    init?(argument: String) {
        let seconds = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ seconds["\($0)"] }), let number = Int(argument.dropLast()),
            number >= 0,
            case (let total, let isTooLarge) = number.multipliedReportingOverflow(by: unit), !isTooLarge
        else { return nil }
        duration = .seconds(total)
    }
}

extension Age: CustomStringConvertible {
    var description: String { "\(duration.components.seconds)s" }
}

/// A size as it is printed: `500MB`, `10GB`, `1.5 GB`; decimal units, and a plain number is bytes.
extension ByteCount: ExpressibleByArgument {
    package init?(argument: String) {
        let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("KB", 1e3), ("B", 1)]
        let unit = units.first { argument.hasSuffix($0.0) } ?? ("", 1)
        let digits = argument.dropLast(unit.0.count).filter { $0 != " " }
        guard let number = Double(digits), number >= 0, number * unit.1 < 9e18 else { return nil }
        self.init(Int64(number * unit.1))
    }
}
