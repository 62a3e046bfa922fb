import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

private let isRoot = HostEnvironment.current().userID == 0

@Suite struct OwnershipTests {
    @Test func aStoreOfAnotherUserGivesHitsAndTakesNothing() async throws {
        try await withTemporaryFolder { folder in
            var bench = StoreBench(folder)
            let (entry, _) = try await bench.publish()
            let owner = bench.host.environment.userID
            bench.host.environment.userID = owner + 1
            let error = StoreError.foreignOwner(bench.root, owner: owner, user: owner + 1)

            #expect(try await bench.publish().entry == entry)
            #expect(try bench.store().entries(.python) == [entry])
            await #expect(throws: error) {
                try await bench.store().entry(for: bench.inputs("3.9.2"), label: "3.9.2") { try StoreBench.fill($0) }
            }
            #expect(error.description.contains("`\(bench.root)` belongs to user \(owner)"))
            #expect(error.hint?.contains("--cache") == true)

            // What is damaged there is not ours to move away.
            try Files.writeFile(bench.entry.pushing(FilePath(StoreBench.module)), "")
            #expect(throws: error) { try bench.store().entry(.python, bench.key) }
            #expect(try bench.reasons().isEmpty)
            #expect(try Files.status(bench.record) != nil)
        }
    }

    @Test func aFolderThatCannotBeMadeIsNotWritable() async throws {
        try await withTemporaryFolder { folder in
            try Files.writeFile(folder.appending("file"), "")
            let bench = StoreBench(folder.appending("file"))
            #expect(try bench.store().entry(.python, bench.key) == nil)
            await #expect(throws: StoreError.notWritable(bench.root, .notDirectory)) { try await bench.publish() }
        }
    }

    @Test(.enabled(if: !isRoot, "root may write everywhere"))
    func aReadOnlyStoreGivesHitsAndSaysThatAMissCannotBeBuilt() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (entry, _) = try await bench.publish()
            for path in [bench.layout.bucket(.python), bench.layout.staging, bench.layout.locks, bench.root] {
                try Files.setPermissions(path, [.ownerReadExecute, .groupReadExecute])
            }
            #expect(try await bench.publish().entry == entry)
            try await bench.store().using(entry) {}
            await #expect(throws: StoreError.notWritable(bench.root, .permissionDenied)) {
                try await bench.store().entry(for: bench.inputs("3.9.2"), label: "") { try StoreBench.fill($0) }
            }
        }
    }

    @Test(.enabled(if: !isRoot, "root may read everything"))
    func aFileThatMayNotBeReadIsNotAMiss() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            let library = bench.entry.pushing(FilePath(StoreBench.library))
            try Files.setPermissions(library, [])
            #expect(throws: FileError.failed(.read, library, .permissionDenied)) {
                try bench.store().entry(.python, bench.key)
            }
            #expect(try bench.reasons().isEmpty)
        }
    }

    @Test(arguments: ["with space", "ünïcödé 日本", "quote's \"and\" $dollar", String(repeating: "long", count: 50)])
    func anyPathWillDo(name: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder, name: name)
            let (entry, _) = try await bench.publish()
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) == entry)
        }
    }

    @Test func aLinkToTheStoreWillDo() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            try Files.replaceSymlink(at: folder.appending("link"), target: bench.root)
            let linked = StoreBench(folder, name: "link")
            #expect(try await !linked.publish().wasBuilt)
            _ = try await linked.store().entry(for: linked.inputs("3.9.2"), label: "3.9.2") { try StoreBench.fill($0) }
            #expect(try bench.store().entries(.python).map(\.record.label) == ["3.13.5", "3.9.2"])
        }
    }
}
