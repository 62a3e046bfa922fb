import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

/// A real process that publishes, and what the kernel may do to it.
@Suite(.needsTracing) struct CrashTests {
    @Test func aKillAtAnyChangeLeavesAStoreThatIsCleanAndCanBeUsed() async throws {
        try await withTemporaryFolder { folder in
            let recorded = try await RecordedCalls.record(
                RecordedCalls.changing, of: folder.appending("whole"), log: folder.appending("log"))
            let whole = PublishedStore(folder.appending("whole"))
            let manifest = try #require(try whole.manifest())
            #expect(recorded.changes.count > 60)
            try await RecordedCalls.inParallel(recorded.changes) { index, call in
                let store = PublishedStore(folder.appending("\(index)"))
                let killed = try await Publisher.run(store.root, strace: call.injecting("signal=SIGKILL"))
                #expect(killed.status == .signalled(9), "\(call)")
                #expect(try store.manifest() == nil || store.manifest() == manifest, "\(call)")
                #expect(try store.quarantined() == [], "\(call)")

                let again = try await Publisher.run(store.root)
                #expect(again.status.isSuccess, "\(call): \(again.standardError)")
                #expect(try store.manifest() == manifest, "\(call)")
                // Killed after the record was written, it leaves an empty work folder to the next build of any key.
                if again.standardOutput.hasSuffix("found\n") { try await store.store.sweepStaging() }
                #expect(try Files.listFolder(store.layout.staging) == [], "\(call)")
            }
        }
    }

    @Test func whatAFullDiskRefusesIsNamedAndNothingIsLeft() async throws {
        try await withTemporaryFolder { folder in
            let growing = ["mkdir", "openat", "write", "rename", "symlink"]
            let recorded = try await RecordedCalls.record(
                growing, of: folder.appending("whole"), log: folder.appending("log"))
            // Refused before that, a folder is made again by the next of its kind.
            try await RecordedCalls.inParallel(recorded.changes.filter { !$0.text.contains("ENOENT") }) { index, call in
                let store = PublishedStore(folder.appending("\(index)"))
                let refused = try await Publisher.run(store.root, strace: call.injecting("error=ENOSPC"))
                #expect(refused.status == .exited(1), "\(call)")
                #expect(refused.standardError.contains("No space left on device"), "\(call): \(refused.standardError)")
                #expect(refused.standardError.contains("\(store.root)"), "\(call): \(refused.standardError)")
                #expect(try store.manifest() == nil, "\(call)")
                let staging = store.layout.staging
                #expect(try Files.status(staging) == nil || Files.listFolder(staging) == [], "\(call)")
                #expect(try await Publisher.run(store.root).status.isSuccess, "\(call)")
            }
        }
    }

    @Test func whatCannotBeFlushedIsNotPublished() async throws {
        try await withTemporaryFolder { folder in
            let recorded = try await RecordedCalls.record(
                ["fsync", "fdatasync"], of: folder.appending("whole"), log: folder.appending("log"))
            // The last one is about the record's own name: the bytes that it vouches for are safe by then.
            try await RecordedCalls.inParallel(recorded.calls.dropLast()) { index, call in
                let store = PublishedStore(folder.appending("\(index)"))
                let refused = try await Publisher.run(store.root, strace: call.injecting("error=EIO"))
                #expect(refused.status == .exited(1), "\(call)")
                #expect(refused.standardError.contains("Input/output error"), "\(call): \(refused.standardError)")
                #expect(try store.manifest() == nil, "\(call)")
                #expect(try Files.listFolder(store.layout.staging) == [], "\(call)")
            }
        }
    }

    @Test(arguments: ["EIO", "EACCES", "EMFILE"])
    func anEntryThatCannotBeReadIsAnErrorAndStaysWhereItIs(error: String) async throws {
        try await withTemporaryFolder { folder in
            let store = PublishedStore(folder.appending("store"))
            _ = try await Publisher.run(store.root)
            let manifest = try #require(try store.manifest())
            let recorded = try await RecordedCalls.record(
                ["openat", "read", "newfstatat"], of: store.root, log: folder.appending("log"))
            #expect(recorded.calls.count > 10)
            try await RecordedCalls.inParallel(recorded.calls.filter { $0.text.contains("\(store.root)") }) { _, call in
                let refused = try await Publisher.run(store.root, strace: call.injecting("error=\(error)"))
                #expect(refused.status == .exited(1), "\(call)")
                #expect(refused.standardError.contains("`\(store.root)/"), "\(call): \(refused.standardError)")
                #expect(try store.manifest() == manifest, "\(call)")
                #expect(try store.quarantined() == [], "\(call)")
            }
        }
    }
}
