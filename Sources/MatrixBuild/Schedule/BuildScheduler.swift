package import MatrixHost
package import MatrixModel
package import MatrixStore

/// Brings every node of a graph into the store, many at once, and goes on after those that fail.
///
/// Sources come over the network beside the builds, in the order in which they are needed. Of the builds that can begin, the
/// one with the longest way before it goes first. How much runs at once is the jobserver's business; as many builds are
/// begun as it has jobs and two more, so that one is ready for each job that becomes free.
package struct BuildScheduler: Sendable {
    let graph: BuildGraph
    let jobserver: Jobserver
    /// Whether the first failure ends the run.
    let failFast: Bool
    let work: Work
    let observe: @Sendable (BuildEvent) -> Void

    /// How the nodes are found, fetched and built. The Python's entry is given for a module.
    package struct Work: Sendable {
        package var find: @Sendable (BuildNode, Entry?) throws -> Entry?
        /// Names what a node is built from; nodes with one name are fetched once.
        package var source: @Sendable (BuildNode) -> String
        /// Whether there is nothing to bring for it; a build finds out whether that is so.
        package var isHeld: @Sendable (BuildNode) throws -> Bool
        package var fetch: @Sendable (BuildNode) async throws -> Void
        package var build:
            @Sendable (BuildNode, Entry?, @escaping @Sendable (BuildStep) -> Void) async throws -> (
                entry: Entry, wasBuilt: Bool
            )
        /// Asked once, and only when something is missing: refuses, or tells how long builds take and how much room there is.
        package var begin: @Sendable () throws -> (duration: @Sendable (BuildNode) -> Duration, room: ByteCount)

        package init(
            find: @escaping @Sendable (BuildNode, Entry?) throws -> Entry?,
            source: @escaping @Sendable (BuildNode) -> String, isHeld: @escaping @Sendable (BuildNode) throws -> Bool,
            fetch: @escaping @Sendable (BuildNode) async throws -> Void,
            build:
                @escaping @Sendable (BuildNode, Entry?, @escaping @Sendable (BuildStep) -> Void) async throws -> (
                    entry: Entry, wasBuilt: Bool
                ),
            begin: @escaping @Sendable () throws -> (duration: @Sendable (BuildNode) -> Duration, room: ByteCount)
        ) {
            self.find = find
            self.source = source
            self.isHeld = isHeld
            self.fetch = fetch
            self.build = build
            self.begin = begin
        }
    }

    package init(
        graph: BuildGraph, jobserver: Jobserver, failFast: Bool, work: Work,
        observe: @escaping @Sendable (BuildEvent) -> Void
    ) {
        self.graph = graph
        self.jobserver = jobserver
        self.failFast = failFast
        self.work = work
        self.observe = observe
    }

    private static let fetchesAtOnce = 4

    /// How each node ended. Throws only when the store cannot be read, or when the task is cancelled.
    package func run() async throws -> [BuildNode: BuildEnd] {
        var board = ScheduleBoard(graph: graph, source: work.source)
        for node in graph.nodes {
            if node.needed.map({ board.entry($0) == nil }) ?? false { continue }
            if let entry = try work.find(node, node.needed.flatMap { board.entry($0) }) {
                board.end(node, .found(entry))
            }
        }
        guard !board.isDone else { return board.ends }
        let (duration, room) = try work.begin()
        board.order(by: graph.criticalPaths(duration))
        observe(
            .planned(
                found: graph.nodes.filter { board.ends[$0] != nil },
                missing: board.missing.map { ($0, duration($0)) }))
        try await build(&board, atOnce: width(in: room))
        return board.ends
    }

    /// Those that wait for a job hold a lock and an empty folder; still, no more begin than the disk has room for.
    private func width(in room: ByteCount) -> Int {
        min(jobserver.tokens + 2, max(1, Int(room.bytes / CPythonBuild.room.bytes)))
    }

    private enum Message: Sendable {
        case fetched(source: String, (any Error)?)
        case waits(BuildNode)
        case ended(BuildNode, BuildEnd)
    }

    private func build(_ board: inout ScheduleBoard, atOnce width: Int) async throws {
        let (messages, send) = AsyncStream.makeStream(of: Message.self)
        await withTaskGroup(of: Void.self) { group in
            fetchMissing(&board, in: &group, send)
            var isEnding = false
            for await message in messages {
                switch message {
                case .fetched(let source, let error): board.fetched(source, error)
                case .waits(let node): board.waits(node)
                case .ended(let node, let end):
                    for (node, end) in board.end(node, end) { observe(.finished(node, end)) }
                    if case .failed = end, failFast, !isEnding, graph.expected[node] == nil {
                        isEnding = true
                        group.cancelAll()
                    }
                }
                if isEnding {
                    let reason = "`--fail-fast`: another build has failed"
                    for node in board.endAllButRunning(reason) { observe(.finished(node, .notReached(reason))) }
                }
                while !isEnding, let next = board.startNext(atMost: width) { start(next, board, in: &group, send) }
                if board.isDone { break }
            }
            // Nothing to wait for but fetches that nobody needs.
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func fetchMissing(
        _ board: inout ScheduleBoard, in group: inout TaskGroup<Void>, _ send: AsyncStream<Message>.Continuation
    ) {
        let turns = Turns(Self.fetchesAtOnce)
        var seen: Set<String> = []
        for node in board.missing {
            let source = work.source(node)
            guard seen.insert(source).inserted else { continue }
            // Or else the smallest file would be the first to be verified, and its build the first to begin.
            let isHeld = (try? work.isHeld(node)) ?? false
            if isHeld { board.awaitVerification(source) }
            group.addTask {
                do {
                    try await turns.withTurn {
                        if !isHeld { observe(.fetching(source)) }
                        try await work.fetch(node)
                    }
                    if !isHeld { observe(.fetched(source)) }
                    send.yield(.fetched(source: source, nil))
                } catch {
                    if !isHeld { observe(.notFetched(source)) }
                    send.yield(.fetched(source: source, error))
                }
            }
        }
    }

    private func start(
        _ node: BuildNode, _ board: ScheduleBoard, in group: inout TaskGroup<Void>,
        _ send: AsyncStream<Message>.Continuation
    ) {
        let python = node.needed.flatMap { board.entry($0) }
        let failure = board.fetchFailure(node)
        observe(.started(node))
        group.addTask {
            do {
                // Another source of it may be in the store.
                if let failure {
                    guard let entry = try work.find(node, python) else { throw failure }
                    _ = send.yield(.ended(node, .found(entry)))
                    return
                }
                let (entry, wasBuilt) = try await work.build(node, python) { step in
                    observe(.step(node, step))
                    if case .waits = step { send.yield(.waits(node)) }
                }
                send.yield(.ended(node, wasBuilt ? .built(entry) : .found(entry)))
            } catch is CancellationError {
                send.yield(.ended(node, .notReached("it was stopped")))
            } catch {
                send.yield(.ended(node, .failed(error)))
            }
        }
    }
}
