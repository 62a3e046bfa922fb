import MatrixModel
import MatrixStore

/// Where every node of a run stands.
struct ScheduleBoard {
    private let graph: BuildGraph
    private(set) var ends: [BuildNode: BuildEnd] = [:]
    /// Neither in the store nor given up, who has the longest way first.
    private(set) var missing: [BuildNode]
    private var running: Set<BuildNode> = []
    /// Running, but only waiting for another process: they are in nobody's way.
    private var waiting: Set<BuildNode> = []
    private var sources: [String: (any Error)?] = [:]
    /// Nothing begins while these are looked at, so that the longest way begins first.
    private var toVerify: Set<String> = []
    private let source: @Sendable (BuildNode) -> String

    init(graph: BuildGraph, source: @escaping @Sendable (BuildNode) -> String) {
        self.graph = graph
        self.source = source
        missing = graph.nodes
    }

    var isDone: Bool { missing.isEmpty }

    func entry(_ node: BuildNode) -> Entry? {
        switch ends[node] {
        case .found(let entry), .built(let entry): entry
        case .failed, .notReached, nil: nil
        }
    }

    mutating func order(by paths: [BuildNode: Duration]) {
        let places = Dictionary(uniqueKeysWithValues: zip(graph.nodes, graph.nodes.indices))
        missing.sort { left, right in
            let (a, b) = (paths[left] ?? .zero, paths[right] ?? .zero)
            return a != b ? a > b : places[left]! < places[right]!
        }
    }

    mutating func awaitVerification(_ source: String) { toVerify.insert(source) }

    mutating func fetched(_ source: String, _ error: (any Error)?) {
        sources[source] = .some(error)
        toVerify.remove(source)
    }

    func fetchFailure(_ node: BuildNode) -> (any Error)? { sources[source(node)] ?? nil }

    mutating func waits(_ node: BuildNode) { if running.contains(node) { waiting.insert(node) } }

    /// The next one that can begin, when less than `width` are at work.
    mutating func startNext(atMost width: Int) -> BuildNode? {
        guard toVerify.isEmpty, running.count - waiting.count < width else { return nil }
        let next = missing.first { node in
            !running.contains(node) && sources[source(node)] != nil && (node.needed.map { entry($0) != nil } ?? true)
        }
        if let next { running.insert(next) }
        return next
    }

    /// Notes how a node ended, and with it those that needed it; tells all of them.
    @discardableResult
    mutating func end(_ node: BuildNode, _ end: BuildEnd) -> [(BuildNode, BuildEnd)] {
        guard ends[node] == nil else { return [] }
        ends[node] = end
        running.remove(node)
        waiting.remove(node)
        missing.removeAll { $0 == node }
        var all = [(node, end)]
        let reason: String
        switch end {
        case .found, .built: return all
        case .failed: reason = "\(node) could not be built"
        case .notReached(let why): reason = why
        }
        for dependent in graph.dependents(of: node) { all += self.end(dependent, .notReached(reason)) }
        return all
    }

    /// Gives up what has not begun; tells what.
    mutating func endAllButRunning(_ reason: String) -> [BuildNode] {
        let idle = missing.filter { !running.contains($0) }
        for node in idle { end(node, .notReached(reason)) }
        return idle
    }
}
