extension LyingServer {
    /// What a client sent.
    package struct Request: Sendable, Equatable {
        /// As on the request line: a path, or a whole URL when the client takes the server for a proxy.
        package var target: String
        /// By name in lower case.
        package var headers: [String: String]

        init?(head: String) {
            let lines = head.split(separator: "\r\n")
            guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
            target = String(words[1])
            headers = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
            }
        }

        /// The offset of `Range: bytes=N-`.
        package var rangeStart: Int? {
            headers["range"].flatMap { Int($0.dropFirst("bytes=".count).prefix { $0 != "-" }) }
        }
    }

    /// What is put on the wire, step by step; the connection is closed after the last one.
    package struct Answer: Sendable {
        package enum Step: Sendable {
            case send([UInt8])
            /// Nothing for so long, or until the client gives up.
            case pause(Duration)
            /// The close will be a reset.
            case reset
        }

        package var steps: [Step]

        package init(steps: [Step]) { self.steps = steps }

        /// An answer with an honest Content-Length, unless `headers` has one of its own.
        package static func status(
            _ status: Int, _ body: [UInt8] = [], headers: [String: String] = [:], then: [Step] = []
        ) -> Answer {
            let headers = headers.merging(["Content-Length": "\(body.count)"]) { own, _ in own }
            return Answer(steps: [.send(head(status, headers) + body)] + then)
        }

        /// A chunked answer; without its last chunk it is cut short.
        package static func chunked(_ body: [UInt8], isComplete: Bool) -> Answer {
            let chunk = Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
            let end = isComplete ? Array("0\r\n\r\n".utf8) : []
            return Answer(steps: [.send(head(200, ["Transfer-Encoding": "chunked"]) + chunk + end)])
        }

        /// Announces all of `body` and sends its first `count` bytes.
        package static func truncated(_ body: [UInt8], after count: Int, then: [Step] = []) -> Answer {
            .status(200, Array(body.prefix(count)), headers: ["Content-Length": "\(body.count)"], then: then)
        }

        /// What a server without faults sends: the whole, the rest that was asked for, or 416.
        package static func honest(_ body: [UInt8], to request: Request) -> Answer {
            guard let start = request.rangeStart else { return .status(200, body) }
            guard start < body.count else {
                return .status(416, headers: ["Content-Range": "bytes */\(body.count)"])
            }
            let range = "bytes \(start)-\(body.count - 1)/\(body.count)"
            return .status(206, Array(body[start...]), headers: ["Content-Range": range])
        }

        private static func head(_ status: Int, _ headers: [String: String]) -> [UInt8] {
            let lines = headers.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
            return Array("HTTP/1.1 \(status) Told\r\nConnection: close\r\n\(lines)\r\n".utf8)
        }
    }
}
