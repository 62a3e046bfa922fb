import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct DamageTests {
    @Test(arguments: Damage.all)
    func aDamagedEntryIsQuarantinedAndBuiltAgain(_ damage: Damage) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let (good, _) = try await bench.publish()
            try damage.inflict(bench)
            if !damage.isFoundBySizes {
                #expect(try bench.store().entry(.python, bench.key) != nil)
                #expect(try bench.reasons().isEmpty)
            }

            #expect(try bench.store().entry(.python, bench.key, depth: .digests) == nil)
            let reasons = try bench.reasons()
            #expect(reasons.count == 1)
            #expect(reasons.first?.contains(damage.reason) == true, "\(reasons)")
            #expect(bench.notes.elements.contains { $0.contains("quarantined") })
            #expect(try bench.names(in: bench.layout.bucket(.python)) == [])

            let (rebuilt, wasBuilt) = try await bench.publish()
            #expect(wasBuilt)
            #expect(rebuilt.record.manifestDigest == good.record.manifestDigest)
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) == rebuilt)
        }
    }

    @Test(arguments: Damage.all.filter(\.isFoundBySizes))
    func damageThatShowsIsFoundOnEveryUse(_ damage: Damage) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            try damage.inflict(bench)
            #expect(try await bench.publish().wasBuilt)
        }
    }

    @Test func aBitFlipInTheModuleShowsToo() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let inputs = bench.inputs(kind: .modWsgi)
            let (entry, _) = try await bench.store().entry(for: inputs, label: "6.1.1 for 3.13.5") { work in
                try Files.writeFile(work.folder.appending("mod_wsgi.so"), "module")
                return work.folder
            }
            try Files.writeFile(entry.folder.appending("mod_wsgi.so"), "modulE")
            #expect(try bench.store().entry(.modWsgi, entry.key) == nil)
        }
    }

    @Test func quarantinesOfOneKeyDoNotCollide() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            for _ in 1...3 {
                try await bench.publish()
                try Files.writeFile(bench.entry.pushing(FilePath(StoreBench.module)), "")
                #expect(try bench.store().entry(.python, bench.key) == nil)
            }
            #expect(try bench.reasons().count == 3)
        }
    }

    /// All of them see the damage at once, one of them clears it away.
    @Test func tasksThatRaceForADamagedEntryBuildItOnce() async throws {
        for _ in 1...20 {
            try await withTemporaryFolder { folder in
                let bench = StoreBench(folder)
                try await bench.publish()
                try Files.writeFile(bench.entry.pushing(FilePath(StoreBench.module)), "")
                let built = try await withThrowingTaskGroup { group in
                    for _ in 0..<8 { group.addTask { try await bench.publish().wasBuilt } }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(built == 1)
                #expect(try bench.reasons().count == 1)
                #expect(try bench.store().entry(.python, bench.key, depth: .digests) != nil)
            }
        }
    }
}
