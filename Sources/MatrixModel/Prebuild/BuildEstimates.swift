/// How long builds will take, by how long they took.
package struct BuildEstimates: Sendable {
    private var seconds: [String: Double] = [:]
    private var seriesSeconds: [String: Double] = [:]

    /// What one build took: an entry's kind, its label (`3.13.5`, `6.1.1 for Python 3.13.5`) and its seconds.
    package typealias Record = (kind: EntryKind, label: String, seconds: Double)

    package init(_ records: [Record] = []) {
        for record in records where record.seconds > 0 {
            let version = String(record.label.prefix { $0 != " " })
            seconds[Self.name(record.kind, record.label)] = record.seconds
            seconds[Self.name(record.kind, version)] = record.seconds
            guard let series = Self.series(version) else { continue }
            seriesSeconds[Self.name(record.kind, series)] = record.seconds
        }
    }

    /// Of the same build, else of the same version, else of the same series, else of what was built on two cores once.
    package func duration(of node: BuildNode) -> Duration {
        let version = node.modWsgi.map { "\($0)" } ?? "\(node.python)"
        let known = [
            node.modWsgi.flatMap { seconds[Self.name(node.kind, "\($0) for Python \(node.python)")] },
            seconds[Self.name(node.kind, version)],
            Self.series(version).flatMap { seriesSeconds[Self.name(node.kind, $0)] },
        ]
        return .seconds(known.compactMap { $0 }.first ?? Self.fallback(node))
    }

    /// CPU seconds of builds with lean flags (gcc 12.2, Debian 12).
    private static func fallback(_ node: BuildNode) -> Double {
        guard node.modWsgi == nil else { return 10 }
        let release = node.python.release
        return release < Version("3.0")!
            ? 110 : release < Version("3.10")! ? 190 : release < Version("3.12")! ? 210 : 170
    }

    private static func name(_ kind: EntryKind, _ text: String) -> String { "\(kind.rawValue) \(text)" }

    private static func series(_ version: String) -> String? {
        let numbers = version.prefix { $0.isNumber || $0 == "." }
        return Version(numbers).map { $0.series + version.dropFirst(numbers.count) }
    }
}
