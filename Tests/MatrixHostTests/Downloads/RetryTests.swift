import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

private let body = DownloadFixture.body

@Suite struct RetryTests {
    @Test(arguments: [408, 429, 500, 502, 503, 504])
    func aPassingStatusIsRetriedWithABackOffThatDoubles(status: Int) async throws {
        try await DownloadFixture.answering { _, number in number < 2 ? .status(status, [1, 2]) : .status(200, body) }
            .run { fixture in
                try await fixture.download()
                #expect(fixture.partialBytes == body)
                #expect(fixture.pauses.pauses == [.seconds(1), .seconds(2)])
            }
    }

    @Test func attemptsAreBounded() async throws {
        try await DownloadFixture.answering { _, _ in .status(503) }.run { fixture in
            await #expect(throws: DownloadError.status(url: fixture.server.url(), 503)) { try await fixture.download() }
            #expect(fixture.server.requests.count == 3)
        }
    }

    @Test(arguments: [("7", Duration.seconds(7)), ("86400", .seconds(30)), ("0", .seconds(1)), ("soon", .seconds(1))])
    func retryAfterIsHonouredUpToALimit(header: String, pause: Duration) async throws {
        try await DownloadFixture.answering { _, number in
            number == 0 ? .status(503, headers: ["Retry-After": header]) : .status(200, body)
        }.run { fixture in
            try await fixture.download()
            #expect(fixture.pauses.pauses == [pause])
        }
    }

    @Test(arguments: [400, 401, 403, 404, 410, 501])
    func aLastingStatusIsNotRetriedAndItsBodyNotKept(status: Int) async throws {
        try await DownloadFixture.answering { _, _ in .status(status, body) }.run { fixture in
            await #expect(throws: DownloadError.status(url: fixture.server.url(), status)) {
                try await fixture.download()
            }
            #expect(fixture.server.requests.count == 1)
            #expect(fixture.partialBytes == [])
        }
    }

    @Test func aBodyShorterThanAnnouncedIsAnErrorThatKeepsThePartial() async throws {
        try await DownloadFixture.answering { request, _ in
            guard let start = request.rangeStart else { return .truncated(body, after: 500) }
            return .status(
                206, headers: ["Content-Range": "bytes \(start)-1999/2000", "Content-Length": "\(2000 - start)"])
        }.run { fixture in
            let error = DownloadError.cutShort(
                url: fixture.server.url(), received: ByteCount(500), expected: ByteCount(2000))
            await #expect(throws: error) { try await fixture.download() }
            #expect(fixture.partialBytes == Array(body.prefix(500)))
            #expect(fixture.server.requests.count == 3)
        }
    }

    @Test func aChunkedBodyCutShortIsAnErrorThatKeepsThePartial() async throws {
        try await DownloadFixture.answering { request, _ in
            request.rangeStart == nil ? .chunked(Array(body.prefix(500)), isComplete: false) : .status(503)
        }.run { fixture in
            await #expect(throws: DownloadError.self) { try await fixture.download() }
            #expect(fixture.partialBytes == Array(body.prefix(500)))
        }
    }

    @Test func aBodyWithoutLengthThatEndsEarlyIsRetried() async throws {
        try await DownloadFixture.answering { request, number in
            guard number == 0 else { return .honest(body, to: request) }
            return .init(steps: [.send(Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + body.prefix(900))])
        }.run { fixture in
            fixture.expectedSize = ByteCount(body.count)
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [nil, 900])
        }
    }

    @Test func aResetConnectionIsRetried() async throws {
        try await DownloadFixture.answering { request, number in
            number == 0 ? .init(steps: [.reset]) : .honest(body, to: request)
        }.run { fixture in
            try await fixture.download()
            #expect(fixture.partialBytes == body)
        }
    }

    @Test func aStalledTransferIsGivenUpAndResumed() async throws {
        try await DownloadFixture.answering { request, number in
            number == 0 ? .truncated(body, after: 500, then: [.pause(.seconds(20))]) : .honest(body, to: request)
        }.run { fixture in
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [nil, 500])
        }
    }

    @Test func aServerThatNeverAnswersIsNamed() async throws {
        try await DownloadFixture.answering { _, _ in .init(steps: [.pause(.seconds(20))]) }.run { fixture in
            fixture.policy.attempts = 1
            await #expect(throws: DownloadError.stalled(url: fixture.server.url(), received: ByteCount(0))) {
                try await fixture.download()
            }
        }
    }

    @Test func cancellationEndsAStalledTransferAtOnce() async throws {
        try await DownloadFixture.answering { _, _ in .init(steps: [.pause(.seconds(200))]) }.run { fixture in
            fixture.policy.stallTime = .seconds(200)
            let copy = fixture
            let task = Task { try await copy.download() }
            while fixture.server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let start = ContinuousClock.now
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            // Half of the pause: time enough on a busy machine, and too short for the stall to have ended by itself.
            #expect(ContinuousClock.now - start < .seconds(100))
        }
    }
}
