import Foundation
import Reg
import Testing

@Suite("The lesson")
struct LessonTests {
  @Test("a study is short, and finds what its article says", arguments: Lesson.names)
  func study(name: String) throws {
    let lesson = try Lesson(name)
    #expect(lesson.source.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
    #expect(
      lesson.conclusion.hasPrefix("As the text says: ")
        || lesson.conclusion.hasPrefix("As the text says, with a correction: "),
      "\(name): \(lesson.conclusion)")
    #expect(!lesson.pictures.isEmpty)
    if Transcripts.isRecording { try lesson.record() }
    #expect(try String(contentsOfFile: lesson.articlePath, encoding: .utf8) == lesson.article)
    for (place, picture) in lesson.pictures.enumerated() {
      let known = try String(contentsOfFile: lesson.picturePath(place), encoding: .utf8)
      #expect(looksAlike(picture.svg, known), "\(lesson.pictureName(place)).svg")
    }
  }

  @Test("the index has every study, with what its article says it found")
  func index() throws {
    let index = try LessonIndex()
    #expect(index.studies == Set(Lesson.names))
    #expect(index.phrases.count > 40)
    #expect(Set(index.phrases).count == index.phrases.count)
    var conclusions: [String: String] = [:]
    for name in Lesson.names {
      let article = try String(
        contentsOfFile: "\(Lesson.catalogue)/Lesson/Lesson-\(name).md", encoding: .utf8)
      conclusions[name] = article.split(separator: "\n").first { $0.hasPrefix("As the text says") }
        .map(String.init)
    }
    let page = index.page(conclusions)
    if Transcripts.isRecording {
      try page.write(toFile: LessonIndex.path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: LessonIndex.path, encoding: .utf8) == page)
  }

  @Test("the page of the lesson leads to every article")
  func page() throws {
    let page = try String(contentsOfFile: Lesson.catalogue + "/Lesson.md", encoding: .utf8)
    for name in Lesson.names { #expect(page.contains("<doc:Lesson-\(name)>")) }
  }

  @Test("pictures are alike where numbers differ by less than a dot, and only there")
  func alike() {
    #expect(looksAlike("<a x=\"1.5\" y=\"-2\"/>", "<a x=\"1.9\" y=\"-2.5\"/>"))
    #expect(!looksAlike("<a x=\"1.5\"/>", "<a x=\"3\"/>"))
    #expect(!looksAlike("<a x=\"1.5\"/>", "<b x=\"1.5\"/>"))
    #expect(!looksAlike("<a x=\"1.5\"/>", "<a x=\"-1.5\"/>"))
  }
}
