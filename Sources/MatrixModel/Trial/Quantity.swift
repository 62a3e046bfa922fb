/// What a leak can be of, the most telling first.
package enum Quantity: String, Sendable, CaseIterable {
    case cursors, descriptors, connections, threads
    case memory

    /// Whether the MongoDB server counts it; all else is counted in each process.
    package var isServers: Bool { self == .cursors || self == .connections }

    /// The least growth a request that is a leak, in units or kB.
    package var leastSlope: Double { self == .memory ? 0.5 : 0.005 }

    /// The least rise over all judged samples that is a leak, in units or kB.
    package var leastRise: Double { self == .memory ? 100 : 3 }

    package var title: String {
        switch self {
        case .cursors: "open cursors"
        case .descriptors: "descriptors"
        case .connections: "connections"
        case .threads: "threads"
        case .memory: "resident memory"
        }
    }

    /// For people: `0.1`, or `28.3 kB`.
    package func text(_ value: Double, places: Int) -> String {
        decimal(value, places: places) + (self == .memory ? " kB" : "")
    }

    func value(of process: Sample.Process) -> Double {
        switch self {
        case .descriptors: Double(process.descriptors)
        case .threads: Double(process.threads)
        case .memory: Double(process.residentKilobytes)
        case .cursors, .connections: 0
        }
    }

    func value(of server: Sample.Server) -> Double {
        switch self {
        case .cursors: Double(server.openCursors)
        case .connections: Double(server.currentConnections)
        case .descriptors, .threads, .memory: 0
        }
    }
}
