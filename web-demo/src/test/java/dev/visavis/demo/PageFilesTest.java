package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be told of the page without a browser; the browser tests are in infra. */
class PageFilesTest {
    private static final Pattern OUTSIDE = Pattern.compile("(https?:)?//[A-Za-z0-9.-]+\\.[a-z]{2,}[^\\s\"'<)]*");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#?]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from |import\\(|new URL\\()'(\\./[^']+)'");
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");
    private static final Pattern USED_ID = Pattern.compile("\\$\\('([a-z-]+)'\\)|[Qq]uerySelector\\('#([a-z-]+)'\\)");

    private static List<Path> files(String ending) {
        try (Stream<Path> all = Files.list(Path.of(PageFilesTest.class.getResource("web/index.html").toURI())
                .getParent())) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> find(Pattern pattern, Path file) {
        return pattern.matcher(text(file)).results().toList();
    }

    @Test
    void nothingIsLoadedFromOutside() {
        for (String ending : List.of(".html", ".js", ".css", ".svg")) {
            assertThat(files(ending)).isNotEmpty().allSatisfy(file -> assertThat(find(OUTSIDE, file))
                    .extracting(MatchResult::group).as(file.toString())
                    .allMatch(url -> url.startsWith("http://www.w3.org/2000/svg")));
        }
    }

    @Test
    void everyReferencedFileIsThere() {
        Path html = files("index.html").get(0);
        assertThat(find(REFERENCE, html)).extracting(m -> m.group(1)).contains("style.css", "app.js")
                .allSatisfy(name -> assertThat(html.resolveSibling(name)).exists());
        for (Path module : files(".js")) {
            assertThat(find(IMPORT, module)).extracting(m -> m.group(1)).as(module.toString())
                    .allSatisfy(name -> assertThat(module.resolveSibling(name)).exists());
        }
    }

    @Test
    void everyIdThatIsUsedIsThereOnce() {
        List<String> ids = find(ID, files("index.html").get(0)).stream().map(m -> m.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> used = new HashSet<>();
        for (Path module : files(".js")) {
            find(USED_ID, module).forEach(m -> used.add(m.group(1) != null ? m.group(1) : m.group(2)));
        }
        assertThat(used).hasSizeGreaterThan(20).isSubsetOf(ids);
    }

    /** The content security policy of the server forbids both. */
    @Test
    void nothingIsInline() {
        Path html = files("index.html").get(0);
        assertThat(text(html)).doesNotContain(" style=").doesNotContain("<style")
                .doesNotContainPattern("\\son[a-z]+=\"");
        Matcher scripts = Pattern.compile("<script[^>]*>([^<]*)</script>").matcher(text(html));
        assertThat(scripts.results()).isNotEmpty().allMatch(m -> m.group(1).isBlank());
    }

    @Test
    void everyFieldHasALabel() {
        String html = text(files("index.html").get(0));
        for (MatchResult m : Pattern.compile("<(input|select)([^>]*)>").matcher(html).results().toList()) {
            Matcher id = ID.matcher(m.group(2));
            if (id.find()) { // that of the template gets id and label by script
                assertThat(html.contains("for=\"" + id.group(1) + "\"") || m.group(2).contains("aria-label"))
                        .as(m.group()).isTrue();
            }
        }
        assertThat(html).contains("lang=\"en\"").contains("role=\"alert\"").contains("role=\"status\"");
    }

    @Test
    void theSampleVoiceIsAShortSound() throws IOException {
        Path sample = files("sample-voice.mp3").get(0);
        assertThat(Files.size(sample)).isBetween(20_000L, 300_000L);
        try (var reader = dev.visavis.agent.file.AudioFileReader.open(sample)) {
            assertThat(reader.headerSeconds()).isBetween(5.0, 30.0);
        }
    }
}
