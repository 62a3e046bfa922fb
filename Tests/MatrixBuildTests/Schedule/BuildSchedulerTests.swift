import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import Testing

@testable import MatrixBuild

@Suite("A schedule of builds", .timeLimit(.minutes(1))) struct BuildSchedulerTests {
    private let fixture = ScheduleFixture()
    private struct Oops: Error {}

    @Test("builds each once, a module after its Python and with its entry")
    func all() async throws {
        let built = Recorder<BuildNode>()
        let ends = try await run { node, python in
            #expect((python != nil) == (node.needed != nil))
            built.append(node)
        }
        #expect(Set(built.elements) == Set(fixture.graph.nodes) && built.elements.count == fixture.graph.nodes.count)
        for node in built.elements {
            guard let needed = node.needed else { continue }
            #expect(built.elements.firstIndex(of: needed)! < built.elements.firstIndex(of: node)!)
        }
        #expect(ends.values.allSatisfy { if case .built = $0 { true } else { false } })
    }

    @Test("goes on after a failure: only what needs it is not reached")
    func failure() async throws {
        let ends = try await run { node, _ in if node == .python(ScheduleFixture.new) { throw Oops() } }
        #expect(names(ends) == ["failed", "not reached", "not reached", "built", "built"])
    }

    @Test("ends at the first failure when it is asked to")
    func failFast() async throws {
        let ends = try await run(failFast: true) { node, _ in
            if node == .python(ScheduleFixture.new) { throw Oops() }
            // For ever, unless it is cancelled.
            try await Task.sleep(for: .seconds(3600))
        }
        #expect(names(ends) == ["failed"] + Array(repeating: "not reached", count: 4))
    }

    @Test("a source that cannot be had fails what is built from it")
    func fetchFailure() async throws {
        let ends = try await run(fetch: { if $0.modWsgi != nil { throw Oops() } }, build: { _, _ in })
        #expect(names(ends) == ["built", "failed", "failed", "built", "failed"])
    }

    @Test("asks nobody for anything when all is in the store")
    func nothingToDo() async throws {
        let events = Recorder<BuildEvent>()
        let entry = fixture.entry
        let work = BuildScheduler.Work(
            find: { _, _ in entry }, source: ScheduleFixture.source, isHeld: { _ in throw Oops() },
            fetch: { _ in throw Oops() }, build: { _, _, _ in throw Oops() }, begin: { throw Oops() })
        let ends = try await BuildScheduler(
            graph: fixture.graph, jobserver: Jobserver(tokens: 1), failFast: false, work: work,
            observe: { events.append($0) }
        ).run()
        #expect(names(ends) == Array(repeating: "found", count: 5))
        #expect(events.elements.isEmpty)
    }

    @Test("that is cancelled throws when its builds have ended")
    func cancelled() async throws {
        let running = Recorder<BuildNode>()
        let ended = Recorder<BuildNode>()
        let task = Task {
            try await run { node, _ in
                running.append(node)
                defer { ended.append(node) }
                try await Task.sleep(for: .seconds(3600))
            }
        }
        while running.elements.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ended.elements.count == 2)
    }

    private func run(
        failFast: Bool = false, fetch: @escaping @Sendable (BuildNode) throws -> Void = { _ in },
        build: @escaping @Sendable (BuildNode, Entry?) async throws -> Void
    ) async throws -> [BuildNode: BuildEnd] {
        let entry = fixture.entry
        let work = BuildScheduler.Work(
            find: { _, _ in nil }, source: ScheduleFixture.source, isHeld: { $0.modWsgi == nil },
            fetch: { try fetch($0) },
            build: { node, python, _ in
                try await build(node, python)
                return (entry, true)
            }, begin: { ({ .seconds($0.modWsgi == nil ? 100 : 10) }, .mebibytes(100_000)) })
        return try await BuildScheduler(
            graph: fixture.graph, jobserver: Jobserver(tokens: 2), failFast: failFast, work: work, observe: { _ in }
        ).run()
    }

    private func names(_ ends: [BuildNode: BuildEnd]) -> [String] {
        fixture.graph.nodes.map { node in
            switch ends[node] {
            case .found: "found"
            case .built: "built"
            case .failed: "failed"
            case .notReached: "not reached"
            case nil: "none"
            }
        }
    }
}
