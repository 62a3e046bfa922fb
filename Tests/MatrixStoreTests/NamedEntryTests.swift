import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import Testing

@Suite struct NamedEntryTests {
    @Test func anEntryIsNamedByTheStartOfItsKeyOrByItsLabel() async throws {
        try await withTemporaryFolder { folder in
            let bench = ExportBench(folder)
            let built = try await bench.publishPair()
            let store = bench.store
            #expect(try store.entries(named: String(built[0].key.text.prefix(6))) == [built[0]])
            #expect(try store.entries(named: "3.13.5") == [built[0]])
            for text in ["6.1.1 for Python 3.13.5", "6.1.1 for 3.13.5", "6.1.1"] {
                #expect(try store.entries(named: text) == [built[1]], "\(text)")
            }
            #expect(throws: StoreError.noEntry("6.1")) { try store.entries(named: "6.1") }
            #expect(throws: StoreError.noEntry("3.13.5")) { try store.entries(named: "3.13.5", of: [.driver]) }
        }
    }

    @Test func aKeyThatIsTooShortNamesThoseItCouldBe() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            var digits: [Character: [String]] = [:]
            // More keys than there are first digits.
            for number in 0...16 {
                let inputs = bench.inputs("2.\(number)")
                let (entry, _) = try await bench.store().entry(for: inputs, label: "of \(number)") {
                    try StoreBench.fill($0)
                }
                digits[entry.key.text.first!, default: []].append(entry.key.text)
            }
            let (digit, keys) = try #require(digits.first { $0.value.count > 1 })
            #expect(throws: StoreError.ambiguous("\(digit)", keys: keys.sorted())) {
                try bench.store().entries(named: "\(digit)")
            }
        }
    }

    @Test func theNewestOfALabelComesFirst() async throws {
        try await withTemporaryFolder { folder in
            let bench = StoreBench(folder)
            for (version, year) in [("a", 2024), ("b", 2026), ("c", 2025)] {
                let (entry, _) = try await bench.store().entry(for: bench.inputs(version), label: "3.13.5") {
                    try StoreBench.fill($0)
                }
                let record = bench.layout.record(.python, entry.key)
                let published = entry.record.published
                try Files.writeFile(
                    record, Files.readText(record).replacing(published, with: "\(year)" + published.dropFirst(4)))
            }
            let found = try bench.store().entries(named: "3.13.5")
            #expect(found.map(\.record.inputs[0].value) == ["b", "c", "a"])
        }
    }

    @Test func onlyWhatDiffersIsCompared() {
        func rows(_ pairs: KeyValuePairs<String, String>) -> [BuildInputs.Row] {
            pairs.map { BuildInputs.Row(name: $0, value: $1) }
        }
        let first = rows(["version": "3.13.5", "flag": "-a", "flag": "-b", "compiler": "gcc 12", "store": "/one"])
        let second = rows(["version": "3.13.5", "flag": "-b", "flag": "-c", "compiler": "gcc 14"])
        #expect(
            InputComparison(first, second).differences == [
                .init(name: "flag", first: ["-a"], second: ["-c"]),
                .init(name: "compiler", first: ["gcc 12"], second: ["gcc 14"]),
                .init(name: "store", first: ["/one"], second: []),
            ])
        let turned = rows(["flag": "-b", "flag": "-a"])
        #expect(
            InputComparison(rows(["flag": "-a", "flag": "-b"]), turned).differences == [
                .init(name: "flag", first: ["-a", "-b"], second: ["-b", "-a"])
            ])
    }
}
