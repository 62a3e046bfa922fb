import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct ExportTests {
    @Test func anEntryComesBackInAnotherStore() async throws {
        try await withTemporaryFolder { folder in
            let (bench, other) = (ExportBench(folder, "one"), ExportBench(folder, "another place"))
            let built = try await bench.publishPair()
            let file = try await bench.export(built)

            let imported = try await other.store.importEntries(from: file)
            #expect(imported.map(\.isNew) == [true, true])
            #expect(imported.map(\.entry.record) == built.map(\.record))
            for entry in built {
                let found = try other.store.entry(entry.kind, entry.key, depth: .digests)
                #expect(found?.folder == other.bench.layout.entry(entry.kind, entry.key))
            }
            #expect(try other.bench.names(in: other.bench.layout.staging) == [])
            let program = try Files.status(imported[0].entry.folder.pushing(FilePath(StoreBench.library)))
            #expect(program?.permissions.rawValue == 0o644)
        }
    }

    @Test func whatIsThereStaysAsItIs() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            let file = try await bench.export(built)
            let before = try Files.status(built[0].folder)?.inode
            #expect(try await bench.store.importEntries(from: file).map(\.isNew) == [false, false])
            #expect(try Files.status(built[0].folder)?.inode == before)
            #expect(try bench.bench.names(in: bench.bench.layout.quarantine) == [])
        }
    }

    @Test func theSameEntriesGiveTheSameBytes() async throws {
        try await withTemporaryFolder { folder in
            let (bench, other) = (ExportBench(folder, "one"), ExportBench(folder, "other"))
            let built = try await bench.publishPair()
            let first = try await bench.export(built)
            _ = try await other.store.importEntries(from: first)
            let again = try await other.export(
                [.modWsgi, .python].flatMap { try other.store.entries($0) }, as: "again.tar.zst", threads: 2)
            #expect(try sha256(ofFile: first) == sha256(ofFile: again))
        }
    }

    @Test func timesOfFilesComeAlongBecauseByteCodeNamesThem() async throws {
        try await withTemporaryFolder { folder in
            let (bench, other) = (ExportBench(folder, "one"), ExportBench(folder, "other"))
            let built = try await bench.publishPair()
            let module = FilePath(StoreBench.module)
            let time = try #require(try Files.status(built[0].folder.pushing(module))).modified
            let imported = try await other.store.importEntries(from: try await bench.export(built))
            let found = try #require(try Files.status(imported[0].entry.folder.pushing(module))).modified
            #expect(found.components.seconds == time.components.seconds)
        }
    }

    @Test func aModuleBringsItsPython() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            #expect(try bench.store.withNeeded([built[1]]).map(\.kind) == [.python, .modWsgi])
            #expect(try bench.store.withNeeded([built[1], built[0]]).map(\.kind) == [.python, .modWsgi])
        }
    }

    @Test func aDamagedEntryIsNotExported() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            try Files.writeFile(built[0].folder.pushing(FilePath(StoreBench.module)), "sep = '.'\n")
            let error = await #expect(throws: StoreError.self) { _ = try await bench.export(built) }
            guard case .damaged(built[0].folder, let reason) = error else { throw error! }
            #expect(reason.contains("has SHA-256"))
            #expect(try Files.listFolder(bench.files) == [], "no half archive is left")
        }
    }

    @Test func whatWasAddedLaterIsNotExported() async throws {
        try await withTemporaryFolder { folder in
            let (bench, other) = (ExportBench(folder, "one"), ExportBench(folder, "other"))
            let built = try await bench.publishPair()
            try Files.writeFile(built[0].folder.appending("os.pyc"), "later")
            let imported = try await other.store.importEntries(from: try await bench.export(built))
            #expect(try Files.listFolder(imported[0].entry.folder) == ["lib"])
        }
    }
}
