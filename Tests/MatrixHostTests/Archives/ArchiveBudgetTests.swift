import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct ArchiveBudgetTests {
    @Test func tooManyEntriesAreRefused() async throws {
        try await expectRefused(.overBudget(.entries(10)), budget: ArchiveBudget(entries: 10)) { tar in
            for number in 0...10 { tar.add("top/\(number)") }
        }
    }

    @Test func foldersThatAreOnlyImpliedCountToo() async throws {
        try await expectRefused(.overBudget(.entries(10)), budget: ArchiveBudget(entries: 10)) {
            $0.add("top/1/2/3/4/5/6/7/8/9/10/11")
        }
    }

    @Test func moreBytesThanAllowedAreRefusedByTheHeaderAlone() async throws {
        let limit = ByteCount(1000)
        try await expectRefused(.overBudget(.bytes(limit)), budget: ArchiveBudget(bytes: limit)) {
            $0.add("top/small", content: "text")
            $0.add("top/large", size: 7_000_000_000)
        }
    }

    @Test func aBombIsRefusedByItsRatio() async throws {
        try await withTemporaryFolder { root in
            var tar = TarBuilder()
            tar.add(Array("top/zeros".utf8), content: [UInt8](repeating: 0, count: 4 << 20))
            try tar.write(to: root.appending("bomb"))
            try await compress(root.appending("bomb"), with: "xz")
            try Files.makeFolder(root.appending("destination"))
            #expect(throws: ArchiveError.overBudget(.ratio(100))) {
                try unpackArchive(root.appending("bomb.xz"), into: root.appending("destination"))
            }
            #expect(try Files.listFolder(root.appending("destination")) == [])
        }
    }

    @Test func aBombOfHeadersThatAreNeverShownIsRefused() async throws {
        try await withTemporaryFolder { root in
            var tar = TarBuilder()
            for number in 0..<20 {
                tar.addPax([("comment", String(repeating: "c", count: 200_000))])
                tar.add("top/\(number)")
            }
            try tar.write(to: root.appending("bomb"))
            try await compress(root.appending("bomb"), with: "xz")
            try Files.makeFolder(root.appending("destination"))
            #expect(throws: ArchiveError.overBudget(.ratio(100))) {
                try unpackArchive(root.appending("bomb.xz"), into: root.appending("destination"))
            }
        }
    }

    @Test func timeRunsOut() async throws {
        try await expectRefused(.overBudget(.time(.zero)), budget: ArchiveBudget(time: .zero)) { $0.add("top/file") }
    }
}
