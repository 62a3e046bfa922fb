package import MatrixModel
package import SystemPackage

/// Why an archive was not unpacked. Names are those of the archive, the top folder included.
package enum ArchiveError: Error, Equatable, Codable {
    /// The archive itself cannot be opened.
    case cannotRead(String, Errno)
    /// libarchive cannot make sense of the bytes: cut short, corrupt, or no tar at all.
    case damaged(String)
    case badName(String, NameFault)
    case forbiddenKind(String, ArchivedKind)
    /// The name leads through something that the archive itself has made and that is not a folder.
    case throughLink(String, link: String)
    case linkOutside(String, target: String)
    /// A hard link to what is not an already unpacked file.
    case badHardlink(String, target: String)
    case duplicate(String)
    case twoTopFolders(String, String)
    case outsideTopFolder(String)
    case empty
    case overBudget(ArchiveLimit)
    /// The disk is full, the folder not ours, …: nothing is wrong with the archive.
    case cannotWrite(String, Errno)
    /// The child ended in a way of its own; a signal means that it ran into a limit or a bug.
    case unpackerDied(ExitStatus)
}

/// What is wrong with a name.
package enum NameFault: String, Sendable, Codable {
    case absolute = "is absolute"
    case climbs = "contains `..`"
    case controlCharacter = "contains a control character"
    case notUTF8 = "is not UTF-8"
    case tooLong = "is too long"
    case tooDeep = "is too deep"
    case empty = "is empty"
}

/// What an entry is.
package enum ArchivedKind: String, Sendable, Codable {
    case file
    case folder
    case symlink = "symbolic link"
    case hardlink = "hard link"
    case fifo = "FIFO"
    case socket
    case device
    case unknown = "thing of unknown kind"
}

/// Which part of an `ArchiveBudget` was used up, and how much of it there was.
package enum ArchiveLimit: Sendable, Equatable, Codable {
    case entries(Int)
    case bytes(ByteCount)
    case ratio(Int)
    case time(Duration)
}

extension ArchiveError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotRead(let path, let errno): "cannot read the archive \(quoted(path)): \(errno)"
        case .damaged(let reason): "the archive is damaged or not a tar archive: \(printable(reason))"
        case .badName(let name, let fault): "the archive holds a name that \(fault.rawValue): \(quoted(name))"
        case .forbiddenKind(let name, let kind): "the archive holds a \(kind.rawValue): \(quoted(name))"
        case .throughLink(let name, let link):
            "the archive's \(quoted(name)) leads through \(quoted(link)), which is not a folder"
        case .linkOutside(let name, let target):
            "the archive's link \(quoted(name)) points outside: \(quoted(target))"
        case .badHardlink(let name, let target):
            "the archive's hard link \(quoted(name)) points to no file before it: \(quoted(target))"
        case .duplicate(let name): "the archive holds \(quoted(name)) twice"
        case .twoTopFolders(let first, let second):
            "the archive has more than one top folder: \(quoted(first)), \(quoted(second))"
        case .outsideTopFolder(let name): "the archive holds \(quoted(name)) beside its top folder"
        case .empty: "the archive is empty"
        case .overBudget(let limit): "the archive is larger than allowed: \(limit)"
        case .cannotWrite(let path, let errno): "cannot write \(quoted(path)): \(errno)"
        case .unpackerDied(.exited(let code)): "the unpacker ended with status \(code)"
        case .unpackerDied(.signalled(let signal)): "the unpacker was ended by signal \(signal)"
        }
    }
}

extension ArchiveLimit: CustomStringConvertible {
    package var description: String {
        switch self {
        case .entries(let count): "more than \(count) entries"
        case .bytes(let size): "more than \(size)"
        case .ratio(let ratio): "more than \(ratio) bytes for each packed one"
        case .time(let time): "more than \(time.components.seconds) s to unpack"
        }
    }
}

private func quoted(_ name: String) -> String { "`\(printable(name))`" }

/// Names and libarchive's messages come from whoever made the archive: nothing of theirs moves the cursor or turns the
/// direction of the text on a terminal, and no name fills the screen.
private func printable(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(200).map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16))}"
        default: String(scalar)
        }
    }
    return shown.joined() + (shown.count < text.unicodeScalars.count ? "…" : "")
}
