import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct VerifyTests {
    @Test func aWholeStoreIsWhole() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            try await bench.provision(try await bench.publishPair(), "one")
            try bench.download("tarball")
            let report = try await verify(bench)
            #expect([report.entries, report.generations, report.downloads] == [2, 1, 1])
            #expect(report.damage == [])
            #expect(report.leftovers == [])
        }
    }

    @Test(arguments: Damage.all) func damageIsFoundAndRepaired(damage: Damage) async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            try await bench.bench.publish()
            try damage.inflict(bench.bench)
            let found = try await verify(bench)
            #expect(found.damage.count == 1)
            #expect(found.damage.first?.reason.contains(damage.reason) == true, "\(found.damage)")
            #expect(found.damage.first?.isRepaired == false)
            #expect(try bench.bench.names(in: bench.bench.layout.quarantine) == [])

            let repaired = try await verify(bench, repair: true)
            #expect(repaired.damage.map(\.isRepaired) == [true])
            #expect(try bench.bench.reasons().count == 1)
            #expect(try await verify(bench).damage == [])
            #expect(try await bench.bench.publish().wasBuilt)
        }
    }

    @Test func aDamagedModuleOfAGenerationIsFound() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            try await bench.provision(try await bench.publishPair(), "one")
            let generation = bench.bench.layout.generations.appending("1")
            try Files.writeFile(generation.appending("mod_wsgi.so"), "other bytes of one\n")
            let live = [LiveGeneration(folder: generation, cell: "\(bench.cell)")]
            #expect(try await verify(bench, repair: true, live: live).damage.map(\.isRepaired) == [false])
            #expect(try Files.status(generation) != nil, "an Apache runs from it")

            #expect(try await verify(bench, repair: true).damage.map(\.kind) == ["generation"])
            #expect(try bench.store.generation(of: bench.cell) == nil, "the next provision makes another one")
            #expect(try await verify(bench).damage == [])
        }
    }

    @Test func aGenerationWithoutItsPythonIsFound() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            try await bench.provision(built, "one")
            try Files.removeTree(built[0].folder.appending("lib"))
            let damage = try await verify(bench).damage
            #expect(damage.map(\.kind) == ["python", "generation"])
            #expect(damage.last?.reason.contains("leads nowhere") == true)
        }
    }

    @Test func aTarballOfOtherBytesIsFound() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let path = try bench.download("tarball")
            try Files.writeFile(path, "tarbell")
            #expect(try await verify(bench, repair: true).damage.map(\.kind) == ["download"])
            #expect(try Files.status(path) == nil)
            #expect(try await verify(bench).damage == [])
        }
    }

    @Test func whatKilledRunsLeaveIsToldAndRemoved() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            try bench.store.prepareForWriting()
            let layout = bench.bench.layout
            let key = try #require(BuildKey(String(repeating: "0", count: 32)))
            let staged = layout.bucket(.python).appending(".staged-1")
            let young = layout.bucket(.python).appending(".staged-2")
            try Files.makeFolders(layout.staging.appending("python-v1-\(key)~1"))
            try Files.makeFolders(layout.entry(.python, key))
            try Files.writeFile(layout.manifest(.python, key), "")
            for path in [staged, young] { try Files.writeFile(path, "") }
            try Files.touch(staged, seconds: 1_000_000)
            let expected = [
                layout.staging.appending("python-v1-\(key)~1"), layout.entry(.python, key),
                layout.manifest(.python, key),
                staged,
            ]
            #expect(try await verify(bench).leftovers.map(\.path) == expected)
            #expect(try await verify(bench, repair: true).leftovers.map(\.path) == expected)
            #expect(try await verify(bench).leftovers == [])
            #expect(try Files.status(young) != nil, "somebody may be about to rename it")
        }
    }

    private func verify(
        _ bench: ExportBench, repair: Bool = false, live: [LiveGeneration] = []
    ) async throws -> VerifyReport {
        try await bench.store.verify(repair: repair, live: live) { _ in }
    }
}

extension ExportBench {
    @discardableResult
    func download(_ text: String) throws -> FilePath {
        let folder = bench.layout.downloads.appending(sha256(of: text).hexadecimal)
        try Files.makeFolders(folder)
        try Files.writeFile(folder.appending("source.tar.xz"), text)
        return folder.appending("source.tar.xz")
    }
}
