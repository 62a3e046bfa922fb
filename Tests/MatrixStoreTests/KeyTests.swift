import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct KeyTests {
    private let store = Store(layout: Layout(root: "/nonexistent"), host: .failing)

    private func key(_ rows: [(String, String)], _ kind: EntryKind = .python) -> BuildKey {
        var inputs = BuildInputs(kind: kind)
        for (name, value) in rows { inputs.add(name, value) }
        return store.key(of: inputs)
    }

    @Test func equalInputsGiveOneKey() {
        #expect(key([("a", "1"), ("b", "2")]) == key([("a", "1"), ("b", "2")]))
    }

    @Test func whateverDiffersChangesTheKey() {
        let keys = [
            key([("a", "1"), ("b", "2")]), key([("a", "1"), ("b", "2")], .modWsgi), key([("a", "1")]),
            key([("a", "2"), ("b", "1")]), key([("b", "2"), ("a", "1")]), key([("a", "1\nb=2")]),
            key([("a", "1\\nb=2")]), key([("a", "1\\\nb=2")]), key([("a", "1"), ("b", "")]), key([("a", "1 ")]),
            key([]), key([("a", "1"), ("b", "2"), ("b", "2")]),
        ]
        #expect(Set(keys).count == keys.count)
    }
}
