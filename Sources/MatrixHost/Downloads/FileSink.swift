import Glibc
import MatrixModel
import SystemPackage

/// The partial file of a download.
final class FileSink: BodySink {
    private let request: DownloadRequest
    private let url: String
    private let file: FileDescriptor
    private let progress: DownloadProgress
    private var total: ByteCount?
    private var isAnnounced = false
    private var lastReport = ContinuousClock.now
    private(set) var size: Int64

    /// Opens the file, or makes it, to go on at its end. One that is larger than it may be starts over.
    init(request: DownloadRequest, progress: @escaping DownloadProgress) throws {
        self.request = request
        self.progress = progress
        url = redactingCredentials(in: request.url)
        total = request.expectedSize
        do {
            file = try FileDescriptor.open(
                request.destination, .writeOnly, options: [.create, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            size = try file.seek(offset: 0, from: .end)
        } catch let errno as Errno {
            throw DownloadError.cannotWrite(request.destination, errno)
        }
        if size > limit.bytes { try restart() }
    }

    deinit { try? file.close() }

    func begin(_ head: ResponseHead) throws {
        if !head.isResumed { try restart() }
        isAnnounced = head.contentLength != nil
        guard let length = head.contentLength else { return }
        total = ByteCount(size + length)
        if size + length > limit.bytes { try refuseAsTooLarge() }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        if size + Int64(bytes.count) > limit.bytes { try refuseAsTooLarge() }
        try writing { try file.writeAll(bytes) }
        size += Int64(bytes.count)
        let now = ContinuousClock.now
        if now - lastReport > .milliseconds(200) {
            lastReport = now
            progress(ByteCount(size), total)
        }
    }

    func end() throws {
        guard let expected = request.expectedSize, size != expected.bytes else { return }
        // Without an announced length the end of the connection is the end of the body, so it may come too early.
        guard isAnnounced else {
            let error = DownloadError.cutShort(url: url, received: ByteCount(size), expected: expected)
            throw TransferFailure.transient(error, retryAfter: nil)
        }
        let received = ByteCount(size)
        try restart()
        throw DownloadError.wrongSize(url: url, received: received, expected: expected)
    }

    /// Forgets what is there: it is of no use to go on from.
    func restart() throws {
        guard size > 0 else { return }
        try writing {
            try file.resize(to: 0)
            try file.seek(offset: 0, from: .start)
        }
        size = 0
    }

    /// Returns when the bytes are on disk.
    func finish() throws {
        try writing { if fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) } }
        progress(ByteCount(size), ByteCount(size))
    }

    private var limit: ByteCount { min(request.expectedSize ?? request.maximumSize, request.maximumSize) }

    private func refuseAsTooLarge() throws {
        try restart()
        throw DownloadError.tooLarge(url: url, limit: limit)
    }

    private func writing(_ body: () throws -> some Any) throws {
        do {
            _ = try body()
        } catch let errno as Errno where errno == .noSpace || errno == .diskQuotaExceeded {
            throw DownloadError.fileSystemFull(
                request.destination, needed: total.map { ByteCount(max(0, $0.bytes - size)) })
        } catch let errno as Errno {
            throw DownloadError.cannotWrite(request.destination, errno)
        }
    }
}
