import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixTrial

@Suite("The files of a swap") struct SwapFilesTests {
    private let old = ServedCell(
        cell: "3.13.5+6.1.1+daemon+event", generation: "/g/1", pythonPrefix: "/p/1", libpython: "/p/1/lib")
    private let new = ServedCell(
        cell: "3.9.2+4.7.1+embedded+event", generation: "/g/2", pythonPrefix: "/p/2", libpython: "/p/2/lib")

    @Test("the journal comes back as it was written, and what cannot be read is no journal")
    func journal() async throws {
        try await withTemporaryFolder { root in
            let file = root.appending("swap.json")
            #expect(SwapJournal<SiteSide>.read(file) == nil)
            let site = SwapJournal(step: .drain, target: new, from: SiteSide.green)
            try site.write(file)
            #expect(SwapJournal<SiteSide>.read(file) == site)
            #expect(SwapJournal<ServerOrigin>.read(file) == nil)
            let server = SwapJournal(
                step: .cutOver, target: new, from: ServerOrigin(served: old, port: 8080, application: "/srv/app.py"))
            try server.write(file)
            #expect(SwapJournal<ServerOrigin>.read(file) == server)
            try Files.replaceFile(file, "{")
            #expect(SwapJournal<ServerOrigin>.read(file) == nil)
        }
    }

    @Test("whoever takes the turn last has it, and nobody once the server is stopped")
    func turn() async throws {
        try await withTemporaryFolder { root in
            let files = SwapFiles(run: RunFolder(root, userID: 0), name: "cell")
            let first = try SwapTurn(taking: files.turn)
            try first.check()
            let second = try SwapTurn(taking: files.turn)
            #expect(throws: SwapError.superseded) { try first.check() }
            try second.check()
            try files.remove()
            #expect(throws: SwapError.superseded) { try second.check() }
        }
    }

    @Test("a rollback goes to what was served before the last swap")
    func previous() async throws {
        try await withTemporaryFolder { root in
            let files = SwapFiles(run: RunFolder(root, userID: 0), name: "cell")
            #expect(try files.previous() == nil)
            try files.keep(previous: old)
            try files.keep(previous: new)
            #expect(try files.previous() == Cell(new.cell))
            try files.remove()
            #expect(try files.previous() == nil)
        }
    }

    @Test("a reload tells what users may lose: in daemon mode answers, in embedded mode connections")
    func loss() throws {
        let daemon = try #require(Cell(old.cell))
        let embedded = try #require(Cell(new.cell))
        #expect(GracefulSwap.loss(from: daemon, to: embedded).contains("502 or 503"))
        #expect(GracefulSwap.loss(from: embedded, to: daemon).contains("502 or 503"))
        #expect(GracefulSwap.loss(from: embedded, to: embedded).contains("kept open"))
    }
}
