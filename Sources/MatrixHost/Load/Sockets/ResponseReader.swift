import MatrixModel

/// Takes an answer apart as it comes: HTTP/1.x with a length, in chunks, or up to the end of the connection.
struct ResponseReader {
    enum Progress: Equatable {
        case more
        case whole
        /// Not HTTP; says what it is instead.
        case malformed(String)
    }

    private enum Phase {
        case head
        case length(Int)
        case untilClose
        case chunkHead
        case chunk(Int)
        /// The line end behind a chunk.
        case chunkEnd
        /// What may follow the last chunk, up to an empty line.
        case trailer
        case whole
    }

    private static let lineLimit = 64 << 10

    private(set) var status = 0
    private(set) var body: [UInt8] = []
    /// Whether anything has come.
    private(set) var hasBegun = false
    /// Whether the connection can carry another request after this answer.
    private(set) var keepsConnection = true
    private var phase = Phase.head
    /// The lines that have not come to their end.
    private var pending: [UInt8] = []
    /// The last line or head that was whole. The two swap places, so that neither is allocated anew.
    private var complete: [UInt8] = []

    mutating func reset() {
        status = 0
        body.removeAll(keepingCapacity: true)
        hasBegun = false
        keepsConnection = true
        phase = .head
        pending.removeAll(keepingCapacity: true)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) -> Progress {
        hasBegun = true
        var rest = bytes[...]
        while !rest.isEmpty {
            switch phase {
            case .head:
                guard completesLine(from: &rest, isHead: true) else {
                    if let wrong = foreignBeginning { return .malformed(wrong) }
                    break
                }
                if let wrong = readHead() { return .malformed(wrong) }
            case .length(let left):
                keep(rest.prefix(left))
                let taken = min(left, rest.count)
                phase = taken == left ? .whole : .length(left - taken)
                rest = rest.dropFirst(taken)
            case .untilClose:
                keep(rest)
                rest = rest.suffix(0)
            case .chunkHead:
                guard completesLine(from: &rest, isHead: false) else { break }
                let digits = complete.prefix { $0 != UInt8(ascii: ";") && $0 > 0x20 }
                guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
                    return .malformed("a chunk without a size")
                }
                phase = size == 0 ? .trailer : .chunk(size)
            case .chunk(let left):
                keep(rest.prefix(left))
                let taken = min(left, rest.count)
                phase = taken == left ? .chunkEnd : .chunk(left - taken)
                rest = rest.dropFirst(taken)
            case .chunkEnd:
                if completesLine(from: &rest, isHead: false) { phase = .chunkHead }
            case .trailer:
                if completesLine(from: &rest, isHead: false), complete.allSatisfy({ $0 <= 0x20 }) { phase = .whole }
            case .whole:
                keepsConnection = false
                return .whole
            }
            if pending.count > Self.lineLimit { return .malformed("a header without an end") }
        }
        if case .whole = phase { return .whole }
        return .more
    }

    /// Whether an answer that nothing follows is whole.
    var isWholeAtClose: Bool {
        if case .untilClose = phase { return true }
        return false
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) {
        body += bytes.prefix(LoadAnswer.bodyLimit - body.count)
    }

    /// Takes bytes up to the end of a line, or of a head with its empty line, which then is `complete`; false, with all
    /// of `rest` put aside, when there is no end yet.
    private mutating func completesLine(from rest: inout Slice<UnsafeRawBufferPointer>, isHead: Bool) -> Bool {
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending += rest[...end]
            rest = rest[(end + 1)...]
            if !isHead || endsWithEmptyLine {
                swap(&pending, &complete)
                pending.removeAll(keepingCapacity: true)
                return true
            }
        }
        pending += rest
        rest = rest.suffix(0)
        return false
    }

    private var endsWithEmptyLine: Bool {
        let last = pending.count - 1
        guard last >= 1 else { return false }
        let before = pending[last - 1] == 13 ? last - 2 : last - 1
        return before >= 0 && pending[before] == UInt8(ascii: "\n")
    }

    private static let beginning = Array("HTTP/1.".utf8)

    private var foreignBeginning: String? {
        if pending.starts(with: Self.beginning.prefix(pending.count)) { return nil }
        return "no HTTP: `\(String(decoding: pending.prefix(40).prefix { $0 >= 0x20 }, as: UTF8.self))`"
    }

    /// Nil when all is well.
    private mutating func readHead() -> String? {
        let head = complete
        guard head.starts(with: Self.beginning) else {
            return "no HTTP: `\(String(decoding: head.prefix(40).prefix { $0 >= 0x20 }, as: UTF8.self))`"
        }
        guard let status = ResponseHeader.number(head.dropFirst(9).prefix(3)), status >= 100 else {
            return "a status line without a status"
        }
        // Something in between: the answer follows.
        if status < 200 { return nil }
        self.status = status
        keepsConnection = head[7] != UInt8(ascii: "0")
        phase = status == 204 || status == 304 ? .whole : .untilClose
        var rest = head[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            switch ResponseHeader(rest[..<end]) {
            case .contentLength(let length)?:
                guard let length else { return "a Content-Length that is no number" }
                if case .untilClose = phase { phase = length == 0 ? .whole : .length(length) }
            case .chunked?: if status != 204 && status != 304 { phase = .chunkHead }
            case .close?: keepsConnection = false
            case nil: break
            }
            rest = rest[(end + 1)...]
        }
        if case .untilClose = phase { keepsConnection = false }
        return nil
    }
}
