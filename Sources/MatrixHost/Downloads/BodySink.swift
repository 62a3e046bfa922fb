import MatrixModel

/// Where a body goes. Used on the transfer's thread alone.
protocol BodySink: AnyObject {
    /// Bytes held so far, in all.
    var size: Int64 { get }
    /// A good answer begins: called once, also when it has no bytes.
    func begin(_ head: ResponseHead) throws
    func append(_ bytes: UnsafeRawBufferPointer) throws
    /// The answer ended where its sender says it should.
    func end() throws
}

/// What a sink has to know of a good answer.
struct ResponseHead {
    /// Whether the body goes on at the offset that was asked for; else it is the whole file.
    var isResumed: Bool
    /// The size of the body that follows, when it is announced.
    var contentLength: Int64?
}

/// A small text in memory.
final class TextSink: BodySink {
    private let url: String
    private let limit: ByteCount
    private var bytes: [UInt8] = []

    init(url: String, limit: ByteCount) {
        self.url = redactingCredentials(in: url)
        self.limit = limit
    }

    var size: Int64 { Int64(bytes.count) }

    func begin(_ head: ResponseHead) throws { try check(head.contentLength ?? 0) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try check(size + Int64(bytes.count))
        self.bytes += bytes
    }

    func end() {}

    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw DownloadError.notText(url: url) }
        return text
    }

    private func check(_ size: Int64) throws {
        if size > limit.bytes { throw DownloadError.tooLarge(url: url, limit: limit) }
    }
}
