import Glibc
import MatrixModel
package import SystemPackage

/// Unpacks `archive` into the existing empty folder `destination`, in this process; blocks, throws `ArchiveError`.
///
/// Tar only, plain or in gzip, bzip2, xz or zstd. The single top folder is stripped off. Files get 0644, or 0755 when
/// their owner may run them, and folders 0755; times are kept. Whatever it throws, nothing outside `destination` was
/// touched; what was unpacked until then is left for the caller to remove. Flipped bits that keep the tar's structure,
/// a cut between two entries and trailing garbage pass: only a digest checked before tells, or `listing`: a new file
/// that gets a line for each file and link as it was unpacked, `sha256 size path` or `link target<tab>path`. Where that
/// is asked for, hard links are refused.
package func unpackArchive(
    _ archive: FilePath, into destination: FilePath, budget: ArchiveBudget = ArchiveBudget(),
    listing: FilePath? = nil
) throws -> UnpackSummary {
    var list = ""
    let summary = try withUnicodeLocale {
        let reader = try ArchiveReader.open(archive)
        let writer = try DiskWriter(root: realPath(ofEmptyFolder: destination))
        var filter = EntryFilter()
        var meter = BudgetMeter(budget, packed: reader.packedSize)
        while let entry = try reader.next() {
            let admitted = try filter.admit(entry.header)
            try meter.add(declared: entry.size)
            try meter.check(entries: filter.count, decompressed: reader.decompressedBytes)
            for implied in admitted.dropLast() {
                try writer.make(implied, size: 0, modified: nil)
                try writer.finish(implied)
            }
            guard let made = admitted.last else { continue }
            if listing != nil, case .hardlink = made { throw ArchiveError.forbiddenKind(made.path, .hardlink) }
            try writer.make(made, size: entry.size, modified: entry.modified)
            if case .file = made {
                let digest = listing == nil ? nil : ContentDigest()
                try reader.readBlocks { block, offset in
                    try meter.check(entries: filter.count, decompressed: reader.decompressedBytes)
                    try digest?.update(block, at: offset)
                    try writer.write(block, at: offset, of: made)
                }
                if let line = try digest?.line(for: made.path, size: entry.size) { list += line }
            }
            if listing != nil, case .symlink(let path, let target) = made { list += "link \(target)\t\(path)\n" }
            try writer.finish(made)
        }
        try writer.close()
        guard let topFolder = filter.topFolder, filter.count > 0 else { throw ArchiveError.empty }
        return UnpackSummary(topFolder: topFolder, entries: filter.count, bytes: ByteCount(meter.bytes))
    }
    if let listing {
        do {
            try Files.writeFile(listing, list)
        } catch let error as FileError {
            throw ArchiveError.cannotWrite(listing.string, error.errno ?? .ioError)
        }
    }
    return summary
}

/// The digest of a file's bytes as they come out of an archive, which must be in order and without holes.
private final class ContentDigest {
    private var context = DigestContext()
    private var size: Int64 = 0

    func update(_ block: UnsafeRawBufferPointer, at offset: Int64) throws {
        guard offset == size else { throw ArchiveError.damaged("a file has holes") }
        context.update(block)
        size += Int64(block.count)
    }

    func line(for path: String, size declared: Int64) throws -> String {
        guard size == declared else { throw ArchiveError.damaged("a file is shorter than declared") }
        return "\(context.finish()) \(size) \(path)\n"
    }
}

/// libarchive refuses every link in a name, so those on the way to the destination are resolved first.
private func realPath(ofEmptyFolder folder: FilePath) throws -> String {
    do {
        guard try Files.listFolder(folder).isEmpty else { throw Errno.directoryNotEmpty }
        guard let path = folder.withPlatformString({ realpath($0, nil) }) else { throw Errno.current }
        defer { free(path) }
        return String(cString: path)
    } catch let errno as Errno {
        throw ArchiveError.cannotWrite(folder.string, errno)
    } catch let error as FileError {
        throw ArchiveError.cannotWrite(folder.string, error.errno ?? .directoryNotEmpty)
    }
}

/// libarchive converts the UTF-8 of pax headers to the thread's locale, and warns when that cannot hold it.
private func withUnicodeLocale<Value>(_ body: () throws -> Value) throws -> Value {
    guard let unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return try body() }
    let before = uselocale(unicode)
    defer {
        uselocale(before)
        freelocale(unicode)
    }
    return try body()
}
