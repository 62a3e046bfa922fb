import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

/// What ends a load before its time, and what it holds on to.
@Suite("The end of a load") struct LoadEndTests {
    @Test("is the first failure, unless it is to go on")
    func firstFailure() async throws {
        try await LyingServer.answering { _, number in number == 4 ? .status(500) : .status(200) }.run { server in
            let plan = LoadPlan(urls: [server.url()], requests: 50, concurrency: 1, seed: 1)
            let outcome = try await Load.live.run(plan)
            #expect(outcome.sent == 5)
            #expect(outcome.ok == 4)
            #expect(outcome.failed == [.status: 1])
            #expect(!outcome.isComplete)
            #expect(server.requests.count == 5)
        }
    }

    @Test("leaves what else was under way neither good nor failed")
    func underWay() async throws {
        try await LyingServer.answering { request, _ in
            request.target == "/bad" ? .status(500) : LyingServer.Answer(steps: [.pause(.seconds(60))])
        }.run { server in
            let plan = LoadPlan(
                urls: [server.url("/bad"), server.url("/slow")], requests: 50, concurrency: 8, seed: 1)
            let outcome = try await Load.live.run(plan)
            #expect(outcome.sent == 8)
            #expect(outcome.ok == 0)
            #expect(outcome.failures >= 1)
            #expect(outcome.failures < 8)
            #expect(!outcome.isComplete)
        }
    }

    @Test(
        "is the end of its task: at once, with what was met, and the session can go on",
        arguments: ["127.0.0.1", "localhost"])
    func cancellation(host: String) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Int.self)
        try await LyingServer.answering { _, number in
            arrival.yield(number)
            return (3..<6).contains(number) ? LyingServer.Answer(steps: [.pause(.seconds(60))]) : .status(200)
        }.run { server in
            let url = "http://\(host):\(server.port)/"
            let plan = LoadPlan(urls: [url], requests: 0, concurrency: 3, timeout: .seconds(50), seed: 1)
            let session = try Load.live.open(plan)
            let sent3 = try await session.send(3) { _ in }
            #expect(sent3.ok == 3)
            let task = Task { try await session.send(100) { _ in } }
            for await number in arrivals where number >= 5 { break }
            task.cancel()
            let outcome = try await task.value
            #expect(outcome.sent == 3)
            #expect(outcome.ok == 0)
            #expect(outcome.failures == 0)
            #expect(!outcome.isComplete)
            let sent4 = try await session.send(4) { _ in }
            #expect(sent4.ok == 4)
            #expect(session.total().ok == 7)
            #expect(!session.total().isComplete)
        }
    }

    @Test("of a task that was cancelled before sends nothing")
    func cancelledBefore() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            let plan = LoadPlan(urls: [server.url()], requests: 5, concurrency: 2, seed: 1)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await Load.live.run(plan)
            }
            let outcome = try await task.value
            #expect(outcome.sent == 0)
            #expect(!outcome.isComplete)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("keeps connections from request to request and from part to part")
    func kept() async throws {
        try await KeepingServer.run(answering: "good") { server in
            let plan = LoadPlan(
                urls: [server.url()], requests: 40, concurrency: 4, timeout: .seconds(120), seed: 1, keepAlive: true)
            let session = try Load.live.open(plan)
            _ = try await session.send(20) { _ in }
            _ = try await session.send(20) { _ in }
            #expect(server.requests == 40)
            #expect((1...4).contains(server.connections))
        }
    }

    @Test("a connection a request, when none is kept", arguments: ["127.0.0.1", "localhost"])
    func connections(host: String) async throws {
        // Reads one request a connection and waits for its close: a second one would never be answered. Ports of
        // clients would not tell connections apart, because the kernel gives them out again.
        let answer = LyingServer.Answer.status(200, Array("good".utf8), then: [.pause(.seconds(300))])
        try await LyingServer.answering { _, _ in answer }.run { server in
            let url = "http://\(host):\(server.port)/"
            let plan = LoadPlan(urls: [url], requests: 40, concurrency: 4, timeout: .seconds(120), seed: 1)
            let outcome = try await Load.live.run(plan)
            #expect(outcome.ok == 40)
            #expect(server.requests.count == 40)
        }
    }

    @Test("a request whose kept connection was closed meanwhile is sent again")
    func staleConnection() async throws {
        // Nothing says that the connection will be closed, and it is.
        let answer = LyingServer.Answer(steps: [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n!".utf8))])
        try await LyingServer.answering { _, _ in answer }.run { server in
            let plan = LoadPlan(
                urls: [server.url()], requests: 20, concurrency: 2, timeout: .seconds(120), seed: 1, keepAlive: true)
            let outcome = try await Load.live.run(plan)
            #expect(outcome.ok == 20)
            #expect(server.requests.count == 20)
        }
    }

    @Test("libcurl keeps connections from part to part, too")
    func keptByCurl() async throws {
        try await KeepingServer.run(answering: "good") { server in
            let url = "http://localhost:\(server.port)/"
            let plan = LoadPlan(
                urls: [url], requests: 30, concurrency: 3, timeout: .seconds(120), seed: 1, keepAlive: true)
            let session = try Load.live.open(plan)
            _ = try await session.send(10) { _ in }
            _ = try await session.send(20) { _ in }
            #expect(session.total().ok == 30)
            #expect(server.requests == 30)
            #expect((1...3).contains(server.connections))
        }
    }
}
