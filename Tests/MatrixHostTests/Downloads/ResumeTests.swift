import MatrixHost
import MatrixModel
import MatrixTestSupport
import Testing

private let body = DownloadFixture.body

@Suite struct ResumeTests {
    @Test func aWholeBodyArrivesInOneRequest() async throws {
        try await DownloadFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            let reports = Recorder<ByteCount>()
            try await fixture.download { received, _ in reports.append(received) }
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [nil])
            #expect(fixture.server.requests[0].headers["user-agent"] == "wsgimatrix")
            #expect(reports.elements.last == ByteCount(body.count))
        }
    }

    @Test func aPartialFileIsResumedWhereItEnds() async throws {
        try await DownloadFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.leavePartial(body.prefix(700))
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [700])
        }
    }

    @Test func aServerThatIgnoresRangeIsTakenFromZeroNotAppended() async throws {
        try await DownloadFixture.answering { _, _ in .status(200, body) }.run { fixture in
            try fixture.leavePartial(Array(repeating: 0xFF, count: 700))
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [700])
        }
    }

    @Test func aServerThatAnswersAnotherRangeIsAskedAgainFromZero() async throws {
        try await DownloadFixture.answering { request, _ in
            guard request.rangeStart != nil else { return .status(200, body) }
            return .status(206, body, headers: ["Content-Range": "bytes 0-1999/2000"])
        }.run { fixture in
            try fixture.leavePartial(body.prefix(700))
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [700, nil])
        }
    }

    @Test func a416OnACompletePartialAcceptsIt() async throws {
        try await DownloadFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.leavePartial(body)
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [2000])
        }
    }

    @Test func a416OnAnythingElseStartsOnceFromZero() async throws {
        try await DownloadFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            try fixture.leavePartial(body + [1, 2, 3])
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [2003, nil])
        }
    }

    @Test func a416ToARequestWithoutRangeIsAnError() async throws {
        try await DownloadFixture.answering { _, _ in .status(416) }.run { fixture in
            try fixture.leavePartial(body.prefix(5))
            await #expect(throws: DownloadError.status(url: fixture.server.url(), 416)) { try await fixture.download() }
            #expect(fixture.ranges == [5, nil])
        }
    }

    @Test func aPartialOfTheExpectedSizeAsksNobody() async throws {
        try await DownloadFixture.answering { _, _ in .status(500) }.run { fixture in
            fixture.expectedSize = ByteCount(body.count)
            try fixture.leavePartial(body)
            try await fixture.download()
            #expect(fixture.server.requests.isEmpty)
        }
    }

    @Test func aPartialLargerThanExpectedStartsFromZero() async throws {
        try await DownloadFixture.answering { request, _ in .honest(body, to: request) }.run { fixture in
            fixture.expectedSize = ByteCount(body.count)
            try fixture.leavePartial(body + [0])
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [nil])
        }
    }

    @Test func whatArrivedBeforeACutIsKeptAndTheNextAttemptGoesOnFromThere() async throws {
        try await DownloadFixture.answering { request, number in
            number == 0 ? .truncated(body, after: 500) : .honest(body, to: request)
        }.run { fixture in
            try await fixture.download()
            #expect(fixture.partialBytes == body)
            #expect(fixture.ranges == [nil, 500])
            #expect(fixture.pauses.pauses == [.seconds(1)])
        }
    }
}
