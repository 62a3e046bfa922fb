import MatrixModel
import Testing

struct BuildInputsTests {
    @Test func differentInputsNeverReadTheSame() {
        var one = BuildInputs(kind: .python)
        one.add("flag", "a\nflag=b")
        var two = BuildInputs(kind: .python)
        two.add("flag", "a")
        two.add("flag", "b")
        var three = BuildInputs(kind: .python)
        three.add("flag", "a\\nflag=b")
        #expect(Set([one, two, three].map(\.canonicalText)).count == 3)
    }

    @Test func theKindIsPartOfIt() {
        #expect(BuildInputs(kind: .python).canonicalText != BuildInputs(kind: .modWsgi).canonicalText)
    }
}
