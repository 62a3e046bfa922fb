import Testing

@testable import MatrixModel

struct LeakJudgeTests {
    @Test func aLeakIsToldWithItsFigures() throws {
        var cell = SyntheticCell()
        cell.descriptors = { 34 + 0.1 * $0 }
        let finding = try #require(cell.findings.first)
        #expect(finding.kind == .leak && cell.findings.count == 1)
        // One in ten over the last 1,000 requests, by the shape of the input.
        #expect(abs(try #require(finding.figures["slope"]) - 0.1) < 0.001)
        #expect(finding.figures["rise"] == 100)
        #expect(finding.figures["requests"] == 1_000)
        #expect(finding.figures["samples"] == 41)
        #expect(
            finding.evidence.hasPrefix(
                "Descriptors of process 4242 leak over the last 1,000 of 2,000 requests (41 samples): from 134 to 234, "
                    + "0.1 a request"))
    }

    @Test func whatGrowsTogetherIsOneLeak() throws {
        var cell = SyntheticCell()
        cell.descriptors = { 34 + 3 * $0 }
        cell.connections = { 23 + 3 * $0 }
        cell.opened = { 23 + 3 * $0 }
        #expect(cell.findings.map(\.kind) == [.leak])
        let finding = try #require(cell.findings.first)
        #expect(finding.evidence.contains("with it grow connections at the MongoDB server 3 a request"))
        #expect(finding.figures["server.connections.slope"] == 3)
    }

    @Test func aCursorARequestIsALeakThoughTheDescriptorsAreFlat() throws {
        var cell = SyntheticCell()
        cell.cursors = { $0 }
        let finding = try #require(cell.findings.first)
        #expect(finding.evidence.hasPrefix("Open cursors at the MongoDB server leak"))
        #expect(finding.figures["slope"] == 1)
    }

    @Test func theSlopesOfSeveralProcessesAddUp() throws {
        var cell = SyntheticCell()
        cell.pids = [11, 12]
        cell.descriptors = { 34 + 0.05 * $0 }
        let finding = try #require(cell.findings.first)
        #expect(abs(try #require(finding.figures["slope"]) - 0.1) < 0.005)
        #expect(finding.evidence.hasPrefix("Descriptors of all 2 processes together leak"))
        #expect(finding.evidence.contains("descriptors of process 11 0.05 a request"))
    }

    /// Two processes that hold 30 and 130 descriptors, the one taking the other's place, are no slope.
    @Test func aProcessThatIsNotInEverySampleHasNoSlope() {
        var samples = SyntheticCell().samples
        for index in samples.indices where samples[index].requests > 1_500 {
            samples[index].processes = [
                Sample.Process(
                    pid: 5_000, descriptors: 134 + index, threads: 18, residentKilobytes: 90_000 + index * 100)
            ]
        }
        #expect(LeakJudge(samples).findings.isEmpty)
    }

    @Test func aChildThatComesLaterDoesNotMakeTheSumALeak() {
        var samples = SyntheticCell().samples
        for index in samples.indices {
            let children = min(6, samples[index].requests / 250)
            samples[index].processes += (0..<children).map {
                Sample.Process(pid: Int32(6_000 + $0), descriptors: 30, threads: 18, residentKilobytes: 40_000)
            }
        }
        #expect(LeakJudge(samples).findings.isEmpty)
    }

    @Test(arguments: [(1_150, 25, false), (1_200, 25, true), (1_200, 100, false), (1_400, 100, true)])
    func tooLittleIsNotJudged(requests: Int, step: Int, isEnough: Bool) {
        var cell = SyntheticCell()
        cell.requests = requests
        cell.step = step
        cell.descriptors = { 34 + 0.1 * $0 }
        #expect((LeakJudge(cell.samples).window != nil) == isEnough)
        #expect(cell.findings.isEmpty != isEnough)
    }

    @Test func noSamplesAreNotJudged() {
        #expect(LeakJudge([]).window == nil)
        #expect(LeakJudge([]).findings.isEmpty)
        #expect(!LeakJudge([]).isObvious)
    }

    @Test func aDescriptorARequestIsObviousAfterTwoHundredAndToldThen() throws {
        var cell = SyntheticCell()
        cell.requests = 200
        cell.descriptors = { 34 + $0 }
        #expect(LeakJudge(cell.samples).isObvious)
        #expect(try #require(cell.findings.first).figures["requests"] == 200)
        cell.descriptors = { 34 + 0.4 * $0 }
        cell.requests = 1_000
        #expect(!LeakJudge(cell.samples).isObvious)
        cell.descriptors = { _ in 34 }
        cell.kilobytes = { 41_000 + 90 * $0 }
        #expect(!LeakJudge(cell.samples).isObvious)
    }

    @Test func aClientARequestThatIsCollectedIsChurn() throws {
        var cell = SyntheticCell()
        cell.opened = { 23 + 3 * $0 }
        let finding = try #require(cell.findings.first)
        #expect(cell.findings.map(\.kind) == [.churn])
        #expect(finding.figures["rate"] == 3)
        #expect(finding.evidence.contains("3,000 new connections at the MongoDB server over the last 1,000 requests"))
    }

    @Test(arguments: [(0.04, false), (0.06, true)])
    func churnBeginsAtOneInTwenty(rate: Double, isChurn: Bool) {
        var cell = SyntheticCell()
        cell.opened = { 23 + rate * $0 }
        #expect(cell.findings.contains { $0.kind == .churn } == isChurn)
    }

    @Test func withoutAServerThatCountsTheProcessesAreJudged() {
        var cell = SyntheticCell()
        cell.kilobytes = { 41_000 + 28 * $0 }
        let samples = cell.samples.map { sample in
            var sample = sample
            sample.server = nil
            return sample
        }
        let findings = LeakJudge(samples).findings
        #expect(findings.map(\.kind) == [.leak])
        #expect(findings[0].evidence.contains("28 kB a request"))
    }

    /// The three children of a healthy cell (2.7.18 × 4.9.4, embedded, event, PyMongo 3.13.0), as they were recorded; then
    /// as if it had had six of them.
    @Test(arguments: [1, 2]) func whatWarmsUpInEachProcessIsNoLeakOfAllTogether(times: Int) {
        let recorded = [
            [
                39_624, 39_624, 39_628, 39_632, 39_632, 39_632, 39_632, 39_636, 39_636, 39_636, 39_640, 39_640, 39_640,
                39_640, 39_640, 39_640, 39_640, 39_640, 39_640, 39_640, 39_640, 39_648, 39_648, 39_648, 39_648, 39_652,
                39_652, 39_652, 39_652, 39_652, 39_652, 39_652, 39_652, 39_652, 39_652, 39_656, 39_656, 39_656, 39_656,
                39_656, 39_656, 39_656, 39_660, 39_660, 39_660, 39_660, 39_660, 39_664, 39_664,
            ],
            [
                38_012, 38_028, 38_028, 38_028, 38_032, 38_032, 38_036, 38_044, 38_048, 38_056, 38_056, 38_056, 38_060,
                38_068, 38_076, 38_084, 38_088, 38_104, 38_104, 38_108, 38_112, 38_112, 38_124, 38_128, 38_136, 38_140,
                38_140, 38_140, 38_148, 38_160, 38_160, 38_160, 38_168, 38_172, 38_172, 38_172, 38_180, 38_184, 38_188,
                38_188, 38_188, 38_188, 38_192, 38_192, 38_196, 38_196, 38_208, 38_212, 38_220,
            ],
            [
                38_340, 38_360, 38_360, 38_364, 38_396, 38_400, 38_420, 38_420, 38_424, 38_432, 38_432, 38_436, 38_440,
                38_444, 38_444, 38_448, 38_456, 38_456, 38_460, 38_468, 38_472, 38_472, 38_476, 38_476, 38_476, 38_476,
                38_476, 38_488, 38_496, 38_500, 38_508, 38_508, 38_516, 38_516, 38_516, 38_520, 38_528, 38_536, 38_536,
                38_536, 38_544, 38_548, 38_548, 38_548, 38_552, 38_560, 38_564, 38_568, 38_568,
            ],
        ]
        let columns = Array(repeating: recorded, count: times).flatMap { $0 }
        let samples = recorded[0].indices.map { index in
            Sample(
                requests: index * 25, seconds: Double(index),
                processes: columns.enumerated().map {
                    Sample.Process(
                        pid: Int32(100 + $0), descriptors: 27, threads: 18, residentKilobytes: $1[index])
                }, server: nil)
        }
        #expect(LeakJudge(samples).window?.count == 25)
        #expect(LeakJudge(samples).findings.isEmpty)
    }

    @Test func aLeakOfMemoryInEachProcessIsToldWithItsSum() throws {
        var cell = SyntheticCell()
        cell.pids = [11, 12]
        cell.kilobytes = { 41_000 + 14 * $0 }
        let finding = try #require(cell.findings.first)
        #expect(finding.evidence.hasPrefix("Resident memory of all 2 processes together leaks"))
        #expect(abs(try #require(finding.figures["slope"]) - 28) < 0.1)
    }
}

/// Seen on 3.9.2 × 4.9.4 with PyMongo 4.18.3 on a set of three: 36 new connections within 600 requests and 1.5 s, of monitors that
/// time out every half second without a request being sent.
struct IdleConnectionTests {
    private var samples: [Sample] {
        (0...48).map { number in
            Sample(
                requests: number * 25, seconds: Double(number) * 0.06, processes: [],
                server: Sample.Server(
                    currentConnections: 70, totalConnections: 500 + number * 3 / 2, openCursors: 0))
        }
    }

    @Test func connectionsThatAreOpenedWithoutARequestAreNoChurn() {
        #expect(LeakJudge(samples, idleConnectionRate: 25).findings.isEmpty)
    }

    @Test func thoseBeyondThemAre() {
        #expect(LeakJudge(samples).findings.map(\.kind) == [.churn])
        #expect(LeakJudge(samples, idleConnectionRate: 1).findings.map(\.kind) == [.churn])
    }
}
