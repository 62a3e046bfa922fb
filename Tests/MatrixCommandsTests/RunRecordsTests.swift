import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite("The record of a plan's runs") struct RunRecordsTests {
    @Test func shardsThatRunSideBySideLeaveOutNobodysResults() async throws {
        try await withTemporaryFolder { folder in
            func records() -> RunRecords {
                RunRecords(
                    plan: "hash", file: folder.appending("runs").appending("a.json"), lock: folder.appending("lock"))
            }
            let (one, two) = (records(), records())
            let cells = try [Topology.standalone, .replicaSet(members: 3)].map { topology in
                TrialCell(
                    served: try #require(Cell("3.13.5+6.1.1+daemon+event")), topology: topology,
                    driver: "pymongo-4.20.0")
            }
            #expect(try one.read().results.isEmpty)
            try await one.note(result(cells[0]))
            try await two.note(result(cells[1]))
            #expect(try one.read().results.keys.map(\.description).sorted() == cells.map(\.description).sorted())
        }
    }

    private func result(_ cell: TrialCell) -> TrialResult {
        TrialResult(cell, findings: [], expected: nil, startedAt: Timestamp(secondsSince1970: 0), seconds: 1)
    }
}
