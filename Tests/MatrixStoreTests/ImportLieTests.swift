import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

/// An export that was changed, with what the store should say about it.
private struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reason: String
    let change: @Sendable (inout HandMadeExport) -> Void

    static let all = [
        Lie(testDescription: "other bytes of the same size", reason: "are not those of its manifest") {
            $0.files["lib/os.py"] = "sep = '.'\n"
        },
        Lie(testDescription: "a file more", reason: "are not those of its manifest") { $0.more["lib/evil.py"] = "" },
        Lie(testDescription: "a file less", reason: "are not those of its manifest") { $0.left.insert("lib/os.py") },
        Lie(testDescription: "a manifest for it", reason: "is not the one that its record names") {
            $0.manifest = $0.manifest.replacing("10 lib", with: "11 lib")
        },
        Lie(testDescription: "inputs of another key", reason: "is not the digest of its inputs") {
            $0.inputs[0].value = "3.11.2"
        },
        Lie(testDescription: "another key in the record", reason: "is not one of that entry") {
            $0.recordKey = String(repeating: "0", count: 32)
        },
        Lie(testDescription: "another kind in the record", reason: "is not one of that entry") { $0.kind = .driver },
        Lie(testDescription: "a label that moves the cursor", reason: "cannot be shown") { $0.label = "3.13\u{1B}[2J" },
        Lie(testDescription: "no record", reason: "holds no entry") { $0.hasRecord = false },
        Lie(testDescription: "something that belongs to nothing", reason: "belongs to no entry") {
            $0.beside["python-v1/README"] = "text"
        },
        Lie(testDescription: "a bucket that no store has", reason: "is not the name of an entry") {
            $0.beside["evil-v1/00000000000000000000000000000000.json"] = "{}"
        },
    ]
}

@Suite struct ImportLieTests {
    @Test func whatIsWrittenByHandIsImportedWhenItIsTrue() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let imported = try await bench.store.importEntries(from: HandMadeExport(bench.bench).write(to: folder))
            #expect(imported.map(\.isNew) == [true])
            #expect(try bench.store.entry(.python, bench.bench.key, depth: .digests) != nil)
        }
    }

    @Test(arguments: Lie.all) private func aLieIsNamedAndNothingIsPublished(lie: Lie) async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            var export = HandMadeExport(bench.bench)
            lie.change(&export)
            let file = try export.write(to: folder)
            let error = await #expect(throws: StoreError.self) { _ = try await bench.store.importEntries(from: file) }
            guard case .notAnExport(file, let reason) = error else { throw error! }
            #expect(reason.contains(lie.reason))
            try expectNothing(bench)
        }
    }

    @Test(arguments: ["../outside", "/tmp/outside", "wsgimatrix-store-v1/../../outside"])
    func namesThatLeadOutAreRefused(name: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let file = try HandMadeExport(bench.bench).write(to: folder) { $0.add(name, content: "x") }
            await #expect(throws: ArchiveError.self) { _ = try await bench.store.importEntries(from: file) }
            #expect(try Files.listFolder(folder) == ["export.tar", "store"])
            try expectNothing(bench)
        }
    }

    @Test func aLinkToAnotherEntryIsRefused() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            var export = HandMadeExport(bench.bench)
            export.link = ("lib/other", "../../other/lib")
            let file = try export.write(to: folder)
            let error = await #expect(throws: StoreError.self) { _ = try await bench.store.importEntries(from: file) }
            guard case .notAnExport(file, let reason) = error else { throw error! }
            #expect(reason.contains("leads out of it"))
            try expectNothing(bench)
        }
    }

    @Test(arguments: [1, 2, 3]) func whatIsCutShortIsRefused(quarters: Int) async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let other = ExportBench(folder, "other")
            let whole = try await bench.export(try await bench.publishPair())
            let size = try #require(try Files.status(whole)).size.bytes
            let file = try FileDescriptor.open(whole, .readWrite)
            try file.closeAfter { try file.resize(to: size * Int64(quarters) / 4) }
            await #expect(throws: (any Error).self) { _ = try await other.store.importEntries(from: whole) }
            try expectNothing(other)
        }
    }

    private func expectNothing(_ bench: ExportBench) throws {
        let layout = bench.bench.layout
        for folder in EntryKind.allCases.map(layout.bucket) + [layout.staging, layout.quarantine] {
            #expect(try bench.bench.names(in: folder) == [], "\(folder)")
        }
    }
}
