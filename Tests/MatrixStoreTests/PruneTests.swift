import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct PruneTests {
    private let everything = PruneRules(keep: 0)

    @Test func anEntryGoesWithoutATrace() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            _ = try await bench.publishPair()
            let result = try await bench.store.prune(everything, live: [])
            #expect(result.removed.map(\.kind) == ["mod_wsgi", "python"])
            #expect(result.freed.bytes == 30 + 19)
            for kind in EntryKind.allCases { #expect(try bench.bench.names(in: bench.bench.layout.bucket(kind)) == []) }
            #expect(try await bench.bench.publish().wasBuilt, "it is built again when it is wanted")
        }
    }

    @Test func aDryRunTellsTheSameAndRemovesNothing() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            _ = try await bench.publishPair()
            var dry = everything
            dry.isDryRun = true
            let told = try await bench.store.prune(dry, live: [])
            #expect(try bench.store.entries(.python).count == 1)
            #expect(try await bench.store.prune(everything, live: []).removed == told.removed)
        }
    }

    @Test func aUserHoldsItOff() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            try await bench.store.using(built[1]) {
                let result = try await bench.store.prune(everything, live: [])
                #expect(result.removed == [])
                #expect(
                    result.kept.map(\.reason) == [
                        "it is in use by another process", "mod_wsgi 6.1.1 for Python 3.13.5 needs it",
                    ])
            }
            #expect(try await bench.store.prune(everything, live: []).removed.count == 2)
        }
    }

    @Test func whoWantsARemovedEntryIsTold() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            _ = try await bench.store.prune(everything, live: [])
            await #expect(throws: StoreError.removed(built[1].folder)) { try await bench.store.using(built) {} }
        }
    }

    @Test func aBuildThatRunsKeepsItsWorkFolderAndADeadOneDoesNot() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try bench.store().prepareForWriting()
            let dead = bench.layout.staging.appending("python-v1-\(String(repeating: "0", count: 32))~1")
            try Files.makeFolders(dead.appending("source"))
            _ = try await bench.store().entry(for: bench.inputs(), label: "3.13.5") { work in
                _ = try await bench.store().prune(PruneRules(), live: [])
                #expect(try Files.status(dead) == nil)
                return try StoreBench.fill(work)
            }
        }
    }

    @Test func generationsWithoutACellGoAndServedOnesStay() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            for text in ["one", "two", "three"] { try await bench.provision(built, text) }
            let layout = bench.bench.layout
            let served = LiveGeneration(folder: layout.generations.appending("1"), cell: "\(bench.cell)")
            let result = try await bench.store.prune(everything, live: [served])
            #expect(try bench.bench.names(in: layout.generations) == ["1", "3"])
            #expect(result.removed.map(\.kind) == ["generation"])
            #expect(result.kept.last?.reason == "Apache serves \(bench.cell) from it")
            #expect(
                result.kept.first?.reason == "generation 1 uses it: Apache serves \(bench.cell) from it", "its module")
            #expect(try bench.store.entries(.python).count == 1, "both use it")

            var forget = everything
            forget.forgetsCells = true
            _ = try await bench.store.prune(forget, live: [served])
            #expect(try bench.bench.names(in: layout.generations) == ["1"])
            #expect(try bench.store.entries(.python).count == 1)
            #expect(try await bench.store.prune(forget, live: []).removed.count == 3)
            #expect(try bench.bench.names(in: layout.cells) == [])
        }
    }

    @Test func whatPeopleLookedAtGoesWhenAsked() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            let log = bench.layout.logs.appending("python.log")
            try Files.writeFile(log, "text")
            _ = try await bench.store().prune(PruneRules(olderThan: .days(1)), live: [])
            #expect(try Files.status(log) != nil)
            let result = try await bench.store().prune(PruneRules(leftovers: [.logs]), live: [])
            #expect(result.removed.map(\.path) == [log.string])
            #expect(result.freed.bytes == 4)
            #expect(try Files.status(log) == nil)
        }
    }

    @Test func useIsNotedOnceADay() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            func used() throws -> Duration { try #require(try bench.store().summaries(.python).first).lastUsed }
            let first = try used()
            _ = try bench.store().entry(.python, bench.key)
            #expect(try used() == first, "a hit writes nothing on the same day")
            try Files.touch(bench.record, seconds: 1_000_000)
            #expect(try used() == .seconds(1_000_000))
            _ = try bench.store().entries(.python)
            #expect(try used() == .seconds(1_000_000), "a list is no use")
            _ = try bench.store().entry(.python, bench.key)
            #expect(try used() >= first)
        }
    }
}

extension ExportBench {
    var cell: Cell { Cell("3.13.5+6.1.1+daemon+event")! }

    /// Lays out a generation; another text makes another one.
    func provision(_ entries: [Entry], _ text: String) async throws {
        let record = GenerationRecord(
            cell: cell, fingerprint: sha256(of: text), pythonKey: entries[0].key, modWsgiKey: entries[1].key)
        _ = try await store.generation(of: cell, record: record) { staging, _ in
            try Files.copyFile(
                from: entries[1].folder.appending("mod_wsgi.so"), to: staging.appending("mod_wsgi.so"))
            try Files.makeFolder(staging.appending("lib"))
            try Files.replaceSymlink(
                at: staging.pushing("lib/libpython3.13.so.1.0"),
                target: FilePath("../../../python-v1/\(entries[0].key)/\(StoreBench.library)"))
        }
    }
}
