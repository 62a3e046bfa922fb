import Foundation
import MatrixHost
import SystemPackage
import Testing

@testable import MatrixHost

@Suite("Process table")
struct ProcessTableTests {
    let own = Int32(ProcessInfo.processInfo.processIdentifier)

    @Test("looks this process up, and finds it among all")
    func lookup() throws {
        let record = try #require(ProcessTable.live.lookup(own))
        #expect(record.commandLine == CommandLine.arguments)
        #expect(record.executable != nil)
        #expect(ProcessTable.live.all().contains { $0.identity == record.identity })
        #expect(ProcessTable.live.lookup(0) == nil)
        #expect(ProcessTable.live.lookup(Int32.max) == nil)
    }

    @Test("signals nobody whose start time differs")
    func stranger() throws {
        let record = try #require(ProcessTable.live.lookup(own))
        let other = ProcessIdentity(pid: own, startTime: record.identity.startTime + 1)
        #expect(!ProcessTable.live.signal(other, .kill))
    }

    @Test("reads a stat line whose name holds spaces and parentheses")
    func statLine() throws {
        let line = "42 (a) b (c) S 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 9 10"
        let stat = try #require(ProcessStatLine(Array(line.utf8)))
        #expect(stat.parent == 7)
        #expect(stat.session == 9)
        #expect(stat.startTime == 123456)
        #expect(!stat.isZombie)
    }
}
