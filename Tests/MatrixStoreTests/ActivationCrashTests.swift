import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixStore

/// A real process that activates, and what the kernel may do to it.
@Suite(.needsTracing) struct ActivationCrashTests {
    private let both = ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"]

    /// Two generations of which the first is active.
    private func bench(in folder: FilePath) async throws -> ActivationBench {
        try Files.makeFolders(folder)
        let bench = try ActivationBench(folder)
        try await bench.store.activate(bench.generation("one"))
        _ = try await bench.generation("two")
        return bench
    }

    private func arguments(_ bench: ActivationBench, undo: Bool = false) -> [String] {
        [bench.apache.string, undo ? "undo" : ActivationBench.cell.description]
    }

    @Test func theLinkMovesByOneRename() async throws {
        try await withTemporaryFolder { folder in
            let bench = try await bench(in: folder)
            let recorded = try await RecordedCalls.record(
                RecordedCalls.changing, of: bench.layout.root, arguments(bench), log: folder.appending("log"))
            let active = recorded.calls.filter { $0.text.contains("\"\(bench.layout.active)\"") }
            #expect(active.map(\.name) == ["rename"], "\(active)")
            #expect(try bench.module() == "two")
        }
    }

    @Test func aKillAtAnyChangeLeavesTheOldPairOrTheNewOneAndTheNextRunCompletesIt() async throws {
        try await withTemporaryFolder { folder in
            let whole = try await bench(in: folder.appending("whole"))
            let recorded = try await RecordedCalls.record(
                RecordedCalls.changing, of: whole.layout.root, arguments(whole), log: folder.appending("log"))
            #expect(try whole.names() == both)
            #expect(recorded.changes.count > 15)
            try await RecordedCalls.inParallel(recorded.changes) { index, call in
                let bench = try await bench(in: folder.appending("\(index)"))
                let killed = try await Publisher.run(
                    bench.layout.root, arguments(bench), strace: call.injecting("signal=SIGKILL"))
                #expect(killed.status == .signalled(9), "\(call)")
                let module = try bench.module()
                #expect(["one", "two"].contains(module), "\(call)")
                #expect(try bench.store.activation().previous?.number == (module == "two" ? 1 : nil), "\(call)")

                let again = try await Publisher.run(bench.layout.root, arguments(bench))
                #expect(again.status.isSuccess, "\(call): \(again.standardError)")
                #expect(try bench.module() == "two", "\(call)")
                #expect(try bench.visible() == both, "\(call)")
                #expect(try await bench.store.undoActivation().activation.current?.number == 1, "\(call)")
                #expect(try await bench.store.undoActivation().activation == Activation(placed: []), "\(call)")
                #expect(try bench.visible() == [], "\(call)")
            }
        }
    }

    @Test func aKillAtAnyChangeOfTheLastUndoIsCompletedByTheNext() async throws {
        try await withTemporaryFolder { folder in
            @Sendable func prepared(_ name: String) async throws -> ActivationBench {
                let bench = try await bench(in: folder.appending(name))
                let (current, _) = try #require(try bench.store.generation(of: ActivationBench.cell))
                try await bench.store.undoActivation()
                try await bench.store.activate(current, placing: bench.placements)
                return bench
            }
            let whole = try await prepared("whole")
            let recorded = try await RecordedCalls.record(
                RecordedCalls.changing, of: whole.layout.root, arguments(whole, undo: true),
                log: folder.appending("log"))
            try await RecordedCalls.inParallel(recorded.changes) { index, call in
                let bench = try await prepared("\(index)")
                let killed = try await Publisher.run(
                    bench.layout.root, arguments(bench, undo: true), strace: call.injecting("signal=SIGKILL"))
                #expect(killed.status == .signalled(9), "\(call)")
                // The load file never names what is gone.
                if try bench.names().contains("wsgimatrix.load") { #expect(try bench.module() == "two", "\(call)") }
                if try bench.store.activation() != Activation(placed: []) { try await bench.store.undoActivation() }
                #expect(try bench.store.activation() == Activation(placed: []), "\(call)")
                #expect(try bench.visible() == [], "\(call)")
            }
        }
    }
}

extension ActivationBench {
    /// A killed process may leave a staged file, which has no effect.
    fileprivate func visible() throws -> [String] { try names().filter { !$0.hasPrefix(".staged-") } }
}
