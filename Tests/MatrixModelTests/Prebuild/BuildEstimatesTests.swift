import Testing

@testable import MatrixModel

struct BuildEstimatesTests {
    private static let python = PythonVersion("3.13.5")!
    private static let module = BuildNode.module(Version("6.1.1")!, python: python)

    @Test func theSameBuildCountsMostThenTheSameVersionThenTheSeries() {
        var records: [BuildEstimates.Record] = [(.modWsgi, "6.1.9 for Python 3.9.2", 31)]
        #expect(BuildEstimates(records).duration(of: Self.module) == .seconds(31))
        records.append((.modWsgi, "6.1.1 for Python 3.9.2", 32))
        #expect(BuildEstimates(records).duration(of: Self.module) == .seconds(32))
        records.insert((.modWsgi, "6.1.1 for Python 3.13.5", 33), at: 0)
        #expect(BuildEstimates(records).duration(of: Self.module) == .seconds(33))
    }

    @Test func aVariantOrAnotherKindSaysNothing() {
        let records: [BuildEstimates.Record] = [
            (.python, "3.13.5t", 900), (.modWsgi, "3.13.5", 901), (.python, "3.12.1", 902),
        ]
        #expect(
            BuildEstimates(records).duration(of: .python(Self.python))
                == BuildEstimates().duration(of: .python(Self.python)))
    }

    @Test func withoutRecordsAPythonTakesLongerThanItsModules() {
        let known = BuildEstimates()
        #expect(known.duration(of: .python(Self.python)) > known.duration(of: Self.module))
    }
}
