import MatrixModel
import Testing

@testable import MatrixHost

@Suite("An answer that comes in pieces") struct ResponseReaderTests {
    private struct Read: Equatable {
        var progress = ResponseReader.Progress.more
        var status = 0
        var body = ""
        var keeps = true
    }

    /// Feeds the text in pieces of that size, then the end of the connection.
    private func read(_ text: String, pieces: Int) -> Read {
        var reader = ResponseReader()
        var read = Read()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, read.progress == .more {
            read.progress = Array(rest.prefix(pieces)).withUnsafeBytes { reader.take($0) }
            rest = rest.dropFirst(pieces)
        }
        if read.progress == .more && reader.isWholeAtClose { read.progress = .whole }
        read.status = reader.status
        read.body = String(decoding: reader.body, as: UTF8.self)
        read.keeps = reader.keepsConnection
        return read
    }

    private static let answers: [(text: String, status: Int, body: String, keeps: Bool)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true),
        ("HTTP/1.1 200 OK\r\ncontent-length:5 \r\nconnection: Close\r\n\r\nhello", 200, "hello", false),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "", true),
        ("HTTP/1.1 500\nContent-Length: 1\n\n!", 500, "!", true),
        ("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n!", 200, "!", false),
        ("HTTP/1.1 200 OK\r\n\r\nto the end", 200, "to the end", false),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, "", true),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, chunks!!\r\n0\r\nA: b\r\n\r\n",
            200,
            "hello, chunks!!", true
        ),
    ]

    @Test("is the same in pieces of every size")
    func pieces() {
        for answer in Self.answers {
            for size in 1...answer.text.utf8.count {
                let read = read(answer.text, pieces: size)
                let expected = Read(progress: .whole, status: answer.status, body: answer.body, keeps: answer.keeps)
                #expect(read == expected, "\(answer.text.debugDescription) in pieces of \(size)")
            }
        }
    }

    @Test("is not whole before its last byte")
    func cut() {
        for answer in Self.answers where !answer.body.isEmpty && answer.text.contains("ength") {
            let cut = String(answer.text.dropLast())
            #expect(read(cut, pieces: 7).progress == .more, "\(cut.debugDescription)")
        }
    }

    @Test(
        "is refused when it is no HTTP",
        arguments: [
            "220 mail.example ESMTP\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "<html>",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000),
        ])
    func malformed(text: String) {
        for size in [5, 1000, 100_000] {
            guard case .malformed = read(text, pieces: size).progress else {
                Issue.record("\(text.prefix(60)) was taken for an answer")
                continue
            }
        }
    }

    @Test("never ends the process, whatever the bytes")
    func garbled() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<20_000 {
            var bytes = Array(Self.answers[generator.nextIndex(below: Self.answers.count)].text.utf8)
            for _ in 0..<(1 + generator.nextIndex(below: 4)) {
                let place = generator.nextIndex(below: bytes.count)
                switch generator.nextIndex(below: 3) {
                case 0: bytes[place] = UInt8(generator.nextIndex(below: 256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[generator.nextIndex(below: bytes.count)], at: place)
                }
            }
            var reader = ResponseReader()
            for start in stride(from: 0, to: bytes.count, by: 11) {
                _ = bytes[start..<min(start + 11, bytes.count)].withUnsafeBytes { reader.take($0) }
            }
            #expect(reader.body.count <= bytes.count)
        }
    }

    @Test("spends no memory on what is beyond the limit of a body")
    func bodyLimit() {
        var reader = ResponseReader()
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n".utf8)
        _ = head.withUnsafeBytes { reader.take($0) }
        let piece = Array(repeating: UInt8(ascii: "x"), count: 1_000_000)
        for _ in 0..<2 { #expect(piece.withUnsafeBytes { reader.take($0) } == .more) }
        #expect(piece.withUnsafeBytes { reader.take($0) } == .whole)
        #expect(reader.body.count == LoadAnswer.bodyLimit)
    }
}

@Suite("A URL that needs no look-up") struct PlainURLTests {
    @Test("is taken apart")
    func parts() throws {
        let url = try #require(PlainURL("http://127.0.0.1:8080/interpreter1?a=b#c"))
        #expect(url.authority == "127.0.0.1:8080")
        #expect(url.target == "/interpreter1?a=b")
        #expect(url.address == PlainURL.Address(host: UInt32(0x7F00_0001).bigEndian, port: UInt16(8080).bigEndian))
        #expect(PlainURL("http://10.0.0.1")?.target == "/")
        #expect(PlainURL("http://10.0.0.1?x")?.target == "/?x")
        #expect(PlainURL("http://10.0.0.1")?.address.port == UInt16(80).bigEndian)
    }

    @Test(
        "is not a name, TLS, a user, IPv6, nor anything that could break a request apart",
        arguments: [
            "http://localhost/", "https://127.0.0.1/", "http://me@127.0.0.1/", "http://[::1]/", "http://127.0.0.1:0/",
            "http://127.0.0.1:65536/", "http://127.0.0.1/a b", "http://127.0.0.1/a\r\nX: y", "http://127.1/",
            "http:///",
        ])
    func others(url: String) { #expect(PlainURL(url) == nil) }
}
