import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

/// How each way of going wrong is counted.
@Suite("A failed request") struct LoadFailureTests {
    private static let reset = LyingServer.Answer(steps: [.reset])
    private static let closed = LyingServer.Answer(steps: [])
    private static let silent = LyingServer.Answer(steps: [.pause(.seconds(60))])
    private static let halfHead = LyingServer.Answer(steps: [.send(Array("HTTP/1.1 200 OK\r\nContent-Le".utf8))])
    private static let garbage = LyingServer.Answer(steps: [.send(Array("220 mail.example ESMTP\r\n".utf8))])
    private static let body = Array("nonce=1 and more".utf8)

    @Test(
        "is counted by its kind, and the first of a kind is told with its URL",
        arguments: [
            (reset, LoadFailure.reset), (closed, .reset), (silent, .timeout),
            (.status(200, body, then: []), .wrongBody), (.status(200), .wrongBody), (.status(500, body), .status),
            (.status(302, headers: ["Location": "/"]), .status), (.status(204), .status),
            (.truncated(body, after: 3), .truncated), (.truncated(body, after: 3, then: [.reset]), .truncated),
            (.truncated(body, after: 3, then: [.pause(.seconds(60))]), .timeout),
            (.chunked(body, isComplete: false), .truncated), (halfHead, .truncated), (garbage, .other),
        ])
    func kind(answer: LyingServer.Answer, kind: LoadFailure) async throws {
        // A name goes through libcurl, an address through our own sockets.
        for host in ["127.0.0.1", "localhost"] { try await expect(kind, of: answer, host: host) }
    }

    private func expect(_ kind: LoadFailure, of answer: LyingServer.Answer, host: String) async throws {
        try await LyingServer.answering { _, _ in answer }.run { server in
            let url = "http://\(host):\(server.port)/file"
            var plan = LoadPlan(urls: [url], requests: 3, concurrency: 2, seed: 1, continueOnError: true)
            plan.timeout = kind == .timeout ? .milliseconds(200) : .seconds(30)
            plan.expectation = .texts([["nonce=2"]])
            let outcome = try await Load.live.run(plan)
            #expect(outcome.failed == [kind: 3], "\(outcome.firstFailures)")
            #expect(outcome.sent == 3)
            #expect(outcome.ok == 0)
            #expect(outcome.okByURL == [url: 0])
            #expect(outcome.isComplete)
            #expect(outcome.firstFailures[kind]?.hasPrefix("`\(url)`: ") == true)
        }
    }

    @Test("is refused when nobody listens", arguments: ["127.0.0.1", "localhost"])
    func refused(host: String) async throws {
        let url = "http://\(host):\(try freeLoopbackPort())/"
        let plan = LoadPlan(urls: [url], requests: 5, concurrency: 2, seed: 1, continueOnError: true)
        let outcome = try await Load.live.run(plan)
        #expect(outcome.failed == [.refused: 5])
    }

    @Test("shows the status, what was missing, and how the body begins")
    func words() async throws {
        let page = Array("<h1>Internal\n  Server Error</h1>".utf8)
        try await LyingServer.answering { request, _ in
            request.target == "/500" ? .status(500, page) : .status(200, page)
        }
        .run { server in
            var plan = LoadPlan(
                urls: [server.url("/500"), server.url("/200")], requests: 20, concurrency: 1, seed: 1,
                continueOnError: true)
            plan.expectation = .texts([[], ["Server", "nonce=7"]])
            let first = try await Load.live.run(plan).firstFailures
            let beginning = "the body begins `<h1>Internal Server Error</h1>`"
            #expect(first[.status] == "`\(server.url("/500"))`: status 500, \(beginning)")
            #expect(first[.wrongBody] == "`\(server.url("/200"))`: the body lacks `nonce=7`, \(beginning)")
        }
    }

    @Test("does not hide the others: every kind in one load, counted apart")
    func together() async throws {
        try await LyingServer.answering { request, _ in
            switch request.target {
            case "/reset": Self.reset
            case "/500": .status(500)
            case "/cut": .truncated(Self.body, after: 3)
            case "/wrong": .status(200, Array("nonce=2".utf8))
            default: .status(200, Self.body)
            }
        }.run { server in
            let paths = ["/good", "/reset", "/500", "/cut", "/wrong"]
            let refusing = "http://127.0.0.1:\(try freeLoopbackPort())/"
            var plan = LoadPlan(
                urls: paths.map { server.url($0) } + [refusing], requests: 121, concurrency: 7, seed: 3,
                continueOnError: true)
            plan.expectation = .texts(plan.urls.map { _ in ["nonce=1"] })
            let outcome = try await Load.live.run(plan)
            let arrived = paths.map { path in server.requests.count { $0.target == path } }
            #expect(arrived.allSatisfy { $0 > 0 })
            #expect(outcome.ok == arrived[0])
            #expect(outcome.okByURL[server.url("/good")] == arrived[0])
            #expect(
                outcome.failed == [
                    .reset: arrived[1], .status: arrived[2], .truncated: arrived[3], .wrongBody: arrived[4],
                    .refused: 121 - server.requests.count,
                ])
        }
    }

    @Test("a body of more than is looked at is received whole and judged by its beginning")
    func longBody() async throws {
        let long = Array("nonce=1".utf8) + Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        try await LyingServer.answering { _, _ in .status(200, long) }.run { server in
            var plan = LoadPlan(urls: [server.url()], requests: 2, concurrency: 2, seed: 1)
            plan.expectation = .texts([["nonce=1"]])
            let outcome = try await Load.live.run(plan)
            #expect(outcome.ok == 2)
        }
    }

    @Test("what is no URL is refused before anything is sent", arguments: ["ftp://127.0.0.1/", "127.0.0.1", ""])
    func notAURL(text: String) async throws {
        let plan = LoadPlan(urls: ["http://127.0.0.1:1/", text], requests: 1, concurrency: 1, seed: 1)
        #expect(throws: LoadError.notAURL(text)) { _ = try Load.live.open(plan) }
    }
}
