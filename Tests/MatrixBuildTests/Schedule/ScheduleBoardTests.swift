import MatrixModel
import SystemPackage
import Testing

@testable import MatrixBuild
@testable import MatrixStore

@Suite("The board of a run of builds") struct ScheduleBoardTests {
    private let fixture = ScheduleFixture()

    @Test("begins with the longest way, and no more than so many")
    func order() {
        var board = fixture.board()
        board.order(by: fixture.graph.criticalPaths { $0 == .python(ScheduleFixture.old) ? .seconds(9) : .seconds(1) })
        fixture.bringAll(&board)
        #expect(board.startNext(atMost: 2) == .python(ScheduleFixture.old))
        #expect(board.startNext(atMost: 2) == .python(ScheduleFixture.new))
        #expect(board.startNext(atMost: 2) == nil)
    }

    @Test("a module begins when its Python is there")
    func dependency() {
        var board = fixture.board()
        fixture.bringAll(&board)
        #expect(board.startNext(atMost: 9) == .python(ScheduleFixture.new))
        #expect(board.startNext(atMost: 9) == .python(ScheduleFixture.old))
        #expect(board.startNext(atMost: 9) == nil)
        board.end(.python(ScheduleFixture.old), .built(fixture.entry))
        #expect(board.startNext(atMost: 9) == fixture.graph.nodes.last)
    }

    @Test("who only waits for another process is in nobody's way")
    func waiting() {
        var board = fixture.board()
        fixture.bringAll(&board)
        #expect(board.startNext(atMost: 1) == .python(ScheduleFixture.new))
        #expect(board.startNext(atMost: 1) == nil)
        board.waits(.python(ScheduleFixture.new))
        #expect(board.startNext(atMost: 1) == .python(ScheduleFixture.old))
    }

    @Test("nothing begins before its source is there, nor before what is held is verified")
    func sources() {
        var board = fixture.board()
        board.awaitVerification("Python \(ScheduleFixture.old)")
        board.fetched("Python \(ScheduleFixture.new)", nil)
        #expect(board.startNext(atMost: 9) == nil)
        board.fetched("Python \(ScheduleFixture.old)", nil)
        #expect(board.startNext(atMost: 9) == .python(ScheduleFixture.new))
    }
}

/// Two Pythons, the first with two modules and the other with one.
struct ScheduleFixture: Sendable {
    static let new = PythonVersion("3.13.5")!
    static let old = PythonVersion("3.9.2")!

    let graph: BuildGraph
    let entry = Entry(
        kind: .python, key: BuildKey(String(repeating: "0", count: 32))!, folder: "/nonexistent",
        record: EntryRecord(
            kind: .python, key: "", label: "", inputs: [], manifestDigest: "", fileCount: 1, bytes: 1, buildSeconds: 1,
            published: ""))

    init() {
        graph = BuildGraph([
            .python(Self.new), .module(Version("6.1.1")!, python: Self.new),
            .module(Version("5.0.2")!, python: Self.new),
            .python(Self.old), .module(Version("4.9.4")!, python: Self.old),
        ])
    }

    func board() -> ScheduleBoard { ScheduleBoard(graph: graph, source: Self.source) }

    @Sendable static func source(_ node: BuildNode) -> String {
        node.modWsgi.map { "mod_wsgi \($0)" } ?? "Python \(node.python)"
    }

    func bringAll(_ board: inout ScheduleBoard) { for node in graph.nodes { board.fetched(Self.source(node), nil) } }
}
