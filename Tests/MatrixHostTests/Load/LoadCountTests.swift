import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

/// How many requests arrive, where, and in which order.
@Suite("A load") struct LoadCountTests {
    private let good = LyingServer.answering { _, _ in .status(200, Array("good".utf8)) }

    @Test("sends exactly as many as it was asked for", arguments: [(103, 10), (7, 100), (1, 1), (50, 1), (99, 100)])
    func exactly(requests: Int, concurrency: Int) async throws {
        try await good.run { server in
            let urls = [server.url("/1"), server.url("/2")]
            let plan = LoadPlan(urls: urls, requests: requests, concurrency: concurrency, seed: 5)
            let outcome = try await Load.live.run(plan)
            #expect(server.requests.count == requests)
            #expect(outcome.sent == requests)
            #expect(outcome.ok == requests)
            #expect(outcome.isComplete)
            for (url, path) in zip(urls, ["/1", "/2"]) {
                #expect(outcome.okByURL[url] == server.requests.count { $0.target == path })
            }
        }
    }

    @Test("chooses the same URLs again for the same seed, in parts too, and others for another seed")
    func seed() async throws {
        func targets(seed: UInt64, parts: [Int]) async throws -> [String] {
            var targets: [String] = []
            try await good.run { server in
                let plan = LoadPlan(
                    urls: (1...3).map { server.url("/\($0)") }, requests: 0, concurrency: 1, seed: seed)
                let session = try Load.live.open(plan)
                for part in parts { _ = try await session.send(part) { _ in } }
                targets = server.requests.map(\.target)
            }
            return targets
        }
        // What the documented generator says.
        var generator = SplitMix64(seed: 9)
        let expected = (0..<30).map { _ in "/\(generator.nextIndex(below: 3) + 1)" }
        #expect(try await targets(seed: 9, parts: [30]) == expected)
        #expect(try await targets(seed: 9, parts: [10, 1, 19]) == expected)
        #expect(try await targets(seed: 10, parts: [30]) != expected)
    }

    @Test("in parts adds up to one outcome")
    func parts() async throws {
        try await LyingServer.answering { _, number in number == 12 ? .status(500) : .status(200) }.run { server in
            let plan = LoadPlan(urls: [server.url()], requests: 0, concurrency: 4, seed: 1, continueOnError: true)
            let session = try Load.live.open(plan)
            let first = try await session.send(10) { _ in }
            let second = try await session.send(15) { _ in }
            let total = session.total()
            #expect(first.ok == 10)
            #expect(second.ok == 14)
            #expect(second.failed == [.status: 1])
            #expect(total.sent == 25)
            #expect(total.ok == 24)
            #expect(total.failed == [.status: 1])
            #expect(total.firstFailures == second.firstFailures)
            #expect(total.latency.max == max(first.latency.max, second.latency.max))
            let mean = (10 * first.latency.mean + 15 * second.latency.mean) / 25
            #expect(abs(total.latency.mean - mean) < 1e-9)
            #expect(total.isComplete)
        }
    }

    @Test("has all the first requests under way before one of them is answered")
    func together() async throws {
        let gate = Gate(opensAt: 20)
        try await LyingServer.answering { _, _ in gate.pass() ? .status(200) : .status(500) }.run { server in
            let plan = LoadPlan(urls: [server.url()], requests: 45, concurrency: 20, seed: 1)
            let outcome = try await Load.live.run(plan)
            #expect(outcome.ok == 45)
        }
    }

    @Test("measures from the connection to the last byte")
    func latency() async throws {
        let slow = LyingServer.Answer(steps: [
            .pause(.milliseconds(60)), .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n".utf8)),
            .pause(.milliseconds(60)), .send([0x21]),
        ])
        try await LyingServer.answering { _, _ in slow }.run { server in
            let plan = LoadPlan(urls: [server.url()], requests: 3, concurrency: 3, seed: 1)
            let latency = try await Load.live.run(plan).latency
            #expect(latency.p50 >= 120)
            #expect(latency.mean >= 120)
            #expect(latency.p50 <= latency.p90)
            #expect(latency.p99 <= latency.max * 1.001)
        }
    }

    @Test("says how far it has come")
    func progress() async throws {
        let slow = LyingServer.Answer.status(200)
        try await LyingServer.answering { _, _ in
            LyingServer.Answer(steps: [.pause(.milliseconds(250))] + slow.steps)
        }.run { server in
            let told = Recorder<LoadProgress>()
            let plan = LoadPlan(urls: [server.url()], requests: 2, concurrency: 1, seed: 1)
            _ = try await Load.live.run(plan) { told.append($0) }
            #expect(told.elements.contains(LoadProgress(answered: 1, failures: 0, requests: 2)))
        }
    }
}

/// Holds whoever comes until enough have come.
private final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private let needed: Int
    private var arrived = 0

    init(opensAt needed: Int) { self.needed = needed }

    /// False when nobody else came for a long time.
    func pass() -> Bool {
        condition.withLock {
            arrived += 1
            condition.broadcast()
            while arrived < needed {
                if !condition.wait(until: Date(timeIntervalSinceNow: 10)) { return false }
            }
            return true
        }
    }
}
