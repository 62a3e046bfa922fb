import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct RecordTests {
    @Test(arguments: ["", "{", "{\"format\": 1}", "[]", "\u{FFFD}"])
    func aRecordThatIsNoneIsAMissAndTheEntryIsBuiltAgain(text: String) async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            try Files.writeFile(bench.record, text)
            #expect(try bench.store().entry(.python, bench.key) == nil)
            #expect(try bench.store().entries(.python).isEmpty)
            #expect(try await bench.publish().wasBuilt)
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) != nil)
        }
    }

    @Test func aRecordThatIsNotTextIsAMiss() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            let file = try FileDescriptor.open(bench.record, .writeOnly)
            _ = try file.closeAfter { try file.writeAll([0xFF, 0xFE]) }
            #expect(try bench.store().entry(.python, bench.key) == nil)
            #expect(try bench.store().entries(.python).isEmpty)
            #expect(try await bench.publish().wasBuilt)
        }
    }

    @Test func anEntryWithoutItsRecordIsAMissAndGoesToQuarantineWhenBuiltAgain() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            try Files.removeTree(bench.record)
            #expect(try bench.store().entry(.python, bench.key) == nil)
            #expect(try bench.reasons().isEmpty)
            #expect(try await bench.publish().wasBuilt)
            #expect(try bench.reasons() == ["`\(bench.entry)` stood there without a record"])
            #expect(try bench.store().entry(.python, bench.key, depth: .digests) != nil)
        }
    }

    @Test func aRecordOfALaterFormatIsLeftAloneWithEverythingItNames() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            try await bench.publish()
            let text = try Files.readText(bench.record).replacing("\"format\" : 1", with: "\"format\" : 2")
            try Files.writeFile(bench.record, text)
            try Files.writeFile(bench.entry.pushing(FilePath(StoreBench.module)), "")
            let error = StoreError.laterFormat(bench.record, version: 2)
            #expect(throws: error) { try bench.store().entry(.python, bench.key) }
            // A list leaves it out and says so, rather than hide what else there is.
            #expect(try bench.store().entries(.python) == [])
            await #expect(throws: error) { try await bench.publish() }
            #expect(try Files.readText(bench.record) == text)
            #expect(try bench.reasons().isEmpty)
        }
    }

    @Test func theRecordTellsWhatThePersonAndTheKeyNeed() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            let record = try await bench.publish().entry.record
            #expect(record.kind == .python)
            #expect(record.key == bench.key.text)
            #expect(record.label == "3.13.5")
            #expect(record.inputs == bench.inputs().rows)
            #expect(record.manifestDigest == sha256(of: try Files.readText(bench.manifest)).hexadecimal)
            #expect(record.published.hasSuffix("Z"))
        }
    }
}
